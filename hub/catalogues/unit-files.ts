/**
 * The files of the catalogue of administrative units, mappings/catalogues/admin-units: `editions.csv` lists the
 * editions, and each has files of its own, named after it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { EditionTables, Rename } from '../../mappings/lib/units/catalogue.ts';
import { StartRefused } from '../errors.ts';

/** The tables of an edition: which columns each has, and whether there may be none of it. */
const tables = {
  provinces: { columns: ['code', 'name'] },
  districts: { columns: ['code', 'name', 'province_code'], mayBeMissing: true },
  communes: { columns: ['code', 'name'] },
  renames: { columns: ['level', 'code', 'name', 'valid_from', 'basis'], mayBeMissing: true },
  communeConversion: { columns: ['old_code', 'new_code'] },
  districtConversion: { columns: ['old_district_code', 'new_code'], mayBeMissing: true },
} as const satisfies Record<string, { columns: readonly string[]; mayBeMissing?: true }>;

export type UnitTable = keyof typeof tables;
type Row = Readonly<Record<string, string>>;
type Source = { folder: string; problems: string[] };

/** The list of editions. */
export const editionsFile = 'editions.csv';
/** What `editionsFile` says of each, oldest first. */
export const editionColumns = ['id', 'valid_from', 'basis'] as const;

/** Where the catalogue lies in a project. */
export function unitsFolder(root: string): string {
  return join(root, 'mappings', 'catalogues', 'admin-units');
}

/** The file of an edition's table: `communes-since-2025-07.csv`, `commune-conversion-2025-07.csv`. */
export function unitFile(table: UnitTable, edition: string): string {
  const reform = edition.replace(/^since-/, '');
  switch (table) {
    case 'communeConversion':
      return `commune-conversion-${reform}.csv`;
    case 'districtConversion':
      return `district-conversion-${reform}.csv`;
    case 'provinces':
    case 'districts':
    case 'communes':
    case 'renames':
      return `${table}-${edition}.csv`;
  }
}

/** Reads every edition, oldest first. Throws one error that lists every file that is missing or of another shape. */
export function readEditions(folder: string): EditionTables[] {
  const source: Source = { folder, problems: [] };
  const listed = readRows(source, editionsFile, { columns: editionColumns });
  const editions = listed.map((row) => readEdition(source, row));
  if (source.problems.length > 0) throw new StartRefused('reading the administrative units', source.problems);
  return editions;
}

function readEdition(source: Source, { id = '', valid_from: validFrom, basis = '' }: Row): EditionTables {
  const read = (table: UnitTable): Row[] => readRows(source, unitFile(table, id), tables[table]);
  const hasConversion = validFrom !== '';
  return {
    id,
    validFrom: validFrom === '' ? undefined : validFrom,
    basis,
    units: [
      ...read('provinces').map(({ code = '', name = '' }) => ({
        level: 'province' as const,
        code,
        name,
        parent: undefined,
      })),
      ...read('districts').map(({ code = '', name = '', province_code: parent }) => ({
        level: 'district' as const,
        code,
        name,
        parent,
      })),
      ...read('communes').map(({ code = '', name = '', district_code: district, province_code: province }) => ({
        level: 'commune' as const,
        code,
        name,
        parent: district ?? province,
      })),
    ],
    renames: read('renames').map(toRename),
    successors: hasConversion
      ? [
          ...read('communeConversion').map(({ old_code: from = '', new_code: to = '' }) => ({ from, to })),
          ...read('districtConversion').map(({ old_district_code: from = '', new_code: to = '' }) => ({ from, to })),
        ]
      : [],
  };
}

function toRename({ level, code = '', name = '', valid_from: validFrom = '', basis = '' }: Row): Rename {
  return { level: level === 'province' || level === 'district' ? level : 'commune', code, name, validFrom, basis };
}

type Shape = { columns: readonly string[]; mayBeMissing?: true };

function readRows({ folder, problems }: Source, file: string, { columns, mayBeMissing }: Shape): Row[] {
  const path = join(folder, file);
  if (!existsSync(path)) {
    if (mayBeMissing !== true) problems.push(`${file}: is missing`);
    return [];
  }
  try {
    const rows: Row[] = parse(readFileSync(path), { columns: true, bom: true, skip_empty_lines: true });
    const missing = columns.filter((column) => !Object.hasOwn(rows[0] ?? {}, column));
    if (missing.length > 0) problems.push(`${file}: has no column ${missing.join(', ')}`);
    return rows;
  } catch (error) {
    problems.push(
      `${file}: is no table of comma-separated values (${error instanceof Error ? error.name : 'unreadable'})`,
    );
    return [];
  }
}
