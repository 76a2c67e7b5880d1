/** The tables of the project, read apart from the code under test; and small catalogues of invented units. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../config/root.ts';
import { loadUnits } from '../../../hub/catalogues/units.ts';
import type { EditionTables } from '../../../mappings/lib/units/catalogue.ts';
import type { Units } from '../../../mappings/lib/units/contract.ts';

export const before = 'before-2025-07';
export const since = 'since-2025-07';

let shipped: Units | undefined;

/** The catalogue of the project. */
export function units(): Units {
  return (shipped ??= loadUnits());
}

/** The rows of one of the project's tables, without its header. */
export function rowsOf(file: string): string[][] {
  const path = join(projectRoot(), 'mappings', 'catalogues', 'admin-units', `${file}.csv`);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => line.split(','));
}

export type OldCommune = { code: string; name: string; district: string; province: string; successors: string[] };

/** Every commune before 1 July 2025, with the names of its district and province and its successors' codes. */
export function oldCommunes(): OldCommune[] {
  const districts = new Map(rowsOf(`districts-${before}`).map(([code = '', name = '']) => [code, name]));
  const provinces = new Map(rowsOf(`provinces-${before}`).map(([code = '', name = '']) => [code, name]));
  const successors = new Map<string, string[]>();
  for (const [from = '', to = ''] of rowsOf('commune-conversion-2025-07')) {
    successors.set(from, [...(successors.get(from) ?? []), to]);
  }
  return rowsOf(`communes-${before}`).map(([code = '', name = '', district = '', province = '']) => ({
    code,
    name,
    district: districts.get(district) ?? '',
    province: provinces.get(province) ?? '',
    successors: successors.get(code) ?? [],
  }));
}

/** A commune since 1 July 2025, by the name it had that day, with its province's code. */
export function newCommunes(): { code: string; name: string; province: string }[] {
  return rowsOf(`communes-${since}`).map(([code = '', name = '', province = '']) => ({ code, name, province }));
}

/** A small edition: provinces `{code: name}`, communes `{code: [name, parent]}`. */
export function editionOf(
  id: string,
  validFrom: string | undefined,
  given: {
    provinces: Record<string, string>;
    districts?: Record<string, [name: string, province: string]>;
    communes: Record<string, [name: string, parent: string]>;
    renames?: EditionTables['renames'];
    successors?: [from: string, to: string][];
  },
): EditionTables {
  const held = (level: 'district' | 'commune', list: Record<string, [string, string]> = {}) =>
    Object.entries(list).map(([code, [name, parent]]) => ({ level, code, name, parent }));
  return {
    id,
    validFrom,
    basis: `basis of ${id}`,
    units: [
      ...Object.entries(given.provinces).map(([code, name]) => ({ level: 'province' as const, code, name, parent: undefined })), // prettier-ignore
      ...held('district', given.districts),
      ...held('commune', given.communes),
    ],
    renames: given.renames ?? [],
    successors: (given.successors ?? []).map(([from, to]) => ({ from, to })),
  };
}

/** Three editions of an invented province: districts end in 2025, and in 2027 two communes become one and one splits. */
export const threeEditions: readonly EditionTables[] = [
  editionOf(before, undefined, {
    provinces: { '60': 'Tỉnh Sông Mây' },
    districts: { '600': ['Huyện Gió Đông', '60'] },
    communes: { '60001': ['Xã Mây Một', '600'], '60002': ['Xã Mây Hai', '600'], '60003': ['Xã Mây Ba', '600'] },
  }),
  editionOf(since, '2025-07-01', {
    provinces: { '60': 'Tỉnh Sông Mây' },
    communes: { '60001': ['Xã Gió', '60'], '60002': ['Xã Nắng', '60'], '60003': ['Xã Mây Ba', '60'] },
    successors: [
      ['60001', '60001'],
      ['60001', '60002'],
      ['60002', '60002'],
      ['60003', '60003'],
    ],
  }),
  editionOf('since-2027-01', '2027-01-01', {
    provinces: { '60': 'Tỉnh Sông Mây' },
    communes: { '60001': ['Xã Gió Nắng', '60'], '60003': ['Xã Mây Ba', '60'], '60009': ['Xã Mây Bốn', '60'] },
    successors: [
      ['60001', '60001'],
      ['60002', '60001'],
      ['60003', '60003'],
      ['60003', '60009'],
    ],
  }),
];
