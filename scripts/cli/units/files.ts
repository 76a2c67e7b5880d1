/** What an import writes: new files of the catalogue, or rows added to those there are. */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { editionsFile, unitFile } from '../../../hub/catalogues/unit-files.ts';
import { unitCodeLengths } from '../../../mappings/lib/addresses.ts';
import type { UnitLevel } from '../../../mappings/lib/units/contract.ts';
import { CliError } from '../context.ts';
import { isRenamingOnly, type Changes } from './changes.ts';
import type { Reform } from './reform.ts';

/** Rows for one file; `isNew` if it must not be there yet, else they are added to what it has. */
export type FileRows = {
  file: string;
  header: readonly string[];
  rows: readonly (readonly string[])[];
  isNew: boolean;
};

/** From when the reform is in force (`YYYY-MM-DD`), and by which regulation. */
export type InForce = { effective: string; basis: string };

const renameHeader = ['level', 'code', 'name', 'valid_from', 'basis'];

/** The id of the edition that begins on a day: `since-2027-01`, or with the day if it is not the first. */
export function editionId(effective: string): string {
  return `since-${effective.replace(/-01$/, '')}`;
}

/**
 * What is to be written, in this order, so that an edition is listed only when its files are there. Names that change
 * while every code keeps its area make no new edition: addresses then stay right as they are.
 */
export function filesOf(reform: Reform, changes: Changes, inForce: InForce): FileRows[] {
  return isRenamingOnly(changes) ? [renamesFile(reform, changes, inForce)] : editionFiles(reform, inForce);
}

function renamesFile({ edition }: Reform, { provinces, communes }: Changes, { effective, basis }: InForce): FileRows {
  const row = (level: UnitLevel, { to }: { to: { code: string; name: string } }): string[] => [level, to.code, to.name, effective, basis]; // prettier-ignore
  return {
    file: unitFile('renames', edition.id),
    header: renameHeader,
    rows: [...provinces.renamed.map((each) => row('province', each)), ...communes.renamed.map((each) => row('commune', each))], // prettier-ignore
    isNew: false,
  };
}

function editionFiles({ provinces, communes, pairs }: Reform, { effective, basis }: InForce): FileRows[] {
  const id = editionId(effective);
  const sorted = pairs.map(({ from, to }) => [from, to]).sort(byText);
  const isDistrict = ([from = '']: readonly string[]): boolean => from.length === unitCodeLengths.district;
  const districts = sorted.filter(isDistrict);
  const files: Omit<FileRows, 'isNew'>[] = [
    {
      file: unitFile('provinces', id),
      header: ['code', 'name'],
      rows: [...provinces.values()].map(({ code, name }) => [code, name]).sort(byText),
    },
    {
      file: unitFile('communes', id),
      header: ['code', 'name', 'province_code'],
      rows: [...communes.values()].map(({ code, name, parent = '' }) => [code, name, parent]).sort(byText),
    },
    {
      file: unitFile('communeConversion', id),
      header: ['old_code', 'new_code'],
      rows: sorted.filter((pair) => !isDistrict(pair)),
    },
    ...(districts.length === 0
      ? []
      : [{ file: unitFile('districtConversion', id), header: ['old_district_code', 'new_code'], rows: districts }]),
  ];
  return [
    ...files.map((each) => ({ ...each, isNew: true })),
    { file: editionsFile, header: ['id', 'valid_from', 'basis'], rows: [[id, effective, basis]], isNew: false },
  ];
}

function byText(one: readonly string[], other: readonly string[]): number {
  return one.join() < other.join() ? -1 : 1;
}

/** Writes into the catalogue's folder. Throws, before anything is written, if a file that must be new is there. */
export function writeFiles(folder: string, files: readonly FileRows[]): void {
  const taken = files.filter(({ file, isNew }) => isNew && existsSync(join(folder, file)));
  if (taken.length > 0) throw new CliError(`There already: ${taken.map(({ file }) => file).join(', ')}`);
  for (const { file, header, rows, isNew } of files) {
    const path = join(folder, file);
    const text = rows.map((row) => `${row.map(quoted).join(',')}\n`).join('');
    try {
      if (isNew || !existsSync(path)) writeFileSync(path, `${header.join(',')}\n${text}`);
      else appendFileSync(path, text);
    } catch (error) {
      throw new CliError(`Cannot write ${path} (${error instanceof Error ? error.message : 'unknown'})`);
    }
  }
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
