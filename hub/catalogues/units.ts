/** Names of administrative units by code, of both eras, read once from mappings/catalogues/admin-units. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../config/root.ts';
import type { CatalogueVersion } from '../../mappings/canonical/citizen.ts';

export type UnitLevel = 'province' | 'district' | 'commune';

/** The name of a unit in a catalogue, with its type (`Phường Bến Thành`); undefined if there is no such code. */
export type UnitName = (catalogue: CatalogueVersion, level: UnitLevel, code: string) => string | undefined;

const plural = { province: 'provinces', district: 'districts', commune: 'communes' } as const;

/** Reads the tables (about 14,000 rows). A code says nothing without its catalogue, so `unknown` names nothing. */
export function loadUnitNames(folder = join(projectRoot(), 'mappings', 'catalogues', 'admin-units')): UnitName {
  const names = new Map<string, string>();
  for (const catalogue of ['before-2025-07', 'since-2025-07'] as const) {
    for (const level of ['province', 'district', 'commune'] as const) {
      // Districts were abolished on 1 July 2025.
      if (level === 'district' && catalogue === 'since-2025-07') continue;
      for (const [code, name] of readRows(join(folder, `${plural[level]}-${catalogue}.csv`))) {
        names.set(`${catalogue}/${level}/${code}`, name);
      }
    }
  }
  return (catalogue, level, code) => names.get(`${catalogue}/${level}/${code}`);
}

function readRows(file: string): [code: string, name: string][] {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/).slice(1);
  return lines.flatMap((line) => {
    const [code, name] = line.split(',');
    return code === undefined || name === undefined ? [] : [[code, name]];
  });
}
