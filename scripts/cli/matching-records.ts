/** Records of people in a CSV file, for `lienthong matching score`. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { CitizenFields, PersonName, Relative } from '../../mappings/canonical/citizen.ts';
import type { Slice } from '../../mappings/canonical/slices.ts';
import { buildAddress } from '../../mappings/lib/addresses.ts';
import { parseDate } from '../../mappings/lib/dates.ts';
import { parseName, parseWrittenName } from '../../mappings/lib/names.ts';
import { CliError } from './context.ts';

/** One line of a file: the cells that are not empty, by column. */
export type Line = { number: number; cells: ReadonlyMap<string, string> };

export type FileRecord = { id: string; slice: Slice; match: string | undefined };

const numbers = [
  'personalNumber',
  'oldIdentityNumber',
  'socialInsuranceNumber',
  'healthInsuranceNumber',
  'taxNumber',
  'passportNumber',
  'phone',
] as const;
const names = ['fullName', 'otherName'] as const;
const places = ['country', 'province', 'district', 'commune', 'detail'] as const;
const parents = ['father', 'mother'] as const;

/** The columns a file may have; every one may be left out. */
export const recordColumns = [
  'id',
  'system',
  ...names,
  'birthDate',
  'sex',
  ...numbers,
  ...places,
  ...parents,
  'match',
] as const;

const dateForms = ['iso', 'month', 'year', 'slash', 'slash-month'] as const;
/** No date in a file is held against a clock. */
const endOfTime = { year: 9999, month: 12, day: 31 };

/** Reads the lines of a file. Throws a CliError for a file that is not CSV or has a column that is not known. */
export function readLines(file: string, known: readonly string[]): Line[] {
  const rows = readCsv(file);
  const columns = Object.keys(rows[0] ?? {});
  const unknown = columns.filter((column) => !known.includes(column));
  if (unknown.length > 0) {
    throw new CliError(
      `reading ${file}: there is no column ${unknown.join(', ')}`,
      `The columns are ${known.join(', ')}.`,
    );
  }
  return rows.map((row, index) => ({
    number: index + 2,
    cells: new Map(Object.entries(row).filter(([, cell]) => cell.trim() !== '')),
  }));
}

function readCsv(file: string): Record<string, string>[] {
  try {
    return parse(readFileSync(file), { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch {
    throw new CliError(`reading ${file}: is not a CSV file that can be read`);
  }
}

/** A line as a record. Its faults are added by line and column, never with a value. */
export function toRecord(line: Line, faults: string[]): FileRecord {
  const { number, cells } = line;
  const fields: CitizenFields = { ...readPlace(cells) };
  for (const column of names) set(fields, column, readName(line, column, faults));
  for (const column of numbers) set(fields, column, cells.get(column));
  for (const column of parents) set(fields, column, readParent(cells.get(column)));
  set(fields, 'birthDate', readBirthDate(line, faults));
  set(fields, 'sex', readSex(line, faults));
  const slice = sliceOf(cells.get('system') ?? 'file', fields);
  return { id: cells.get('id') ?? `line ${number}`, slice, match: cells.get('match') };
}

function set<F extends keyof CitizenFields>(fields: CitizenFields, field: F, value: CitizenFields[F] | undefined) {
  if (value !== undefined) fields[field] = value;
}

function readName({ number, cells }: Line, column: string, faults: string[]): PersonName | undefined {
  const text = cells.get(column);
  const name = text === undefined ? undefined : parseName(text);
  if (name?.ok === false) faults.push(`line ${number}, ${column}: expected a name`);
  return name?.ok === true ? name.value : undefined;
}

function readBirthDate({ number, cells }: Line, faults: string[]): CitizenFields['birthDate'] {
  const text = cells.get('birthDate');
  const date = text === undefined ? undefined : parseDate(text, dateForms, endOfTime);
  if (date?.ok === false) faults.push(`line ${number}, birthDate: expected YYYY-MM-DD, YYYY-MM, YYYY or dd/mm/yyyy`);
  return date?.ok === true ? date.value : undefined;
}

function readSex({ number, cells }: Line, faults: string[]): CitizenFields['sex'] {
  const code = cells.get('sex');
  if (code === 'male' || code === 'female') return { scheme: 'sex', code };
  if (code !== undefined) faults.push(`line ${number}, sex: expected male or female`);
  return undefined;
}

function readParent(text: string | undefined): Relative | undefined {
  const name = text === undefined ? undefined : parseWrittenName(text);
  return name?.ok === true ? { name: { text: name.value } } : undefined;
}

function readPlace(cells: Line['cells']): CitizenFields {
  const [country, province, district, commune, detail] = places.map((column) => cells.get(column));
  const address = buildAddress({ country, province, district, commune, detail });
  return address === undefined ? {} : { permanentResidence: address };
}

/** A slice that states these fields, and nothing of where and when. */
export function sliceOf(system: string, fields: CitizenFields): Slice {
  const at = new Date(0).toISOString();
  return {
    system,
    type: 'line',
    sourceKey: '',
    sourceVersion: 1,
    operation: 'upsert',
    mappingVersion: 1,
    act: 'state',
    asOf: at,
    receivedAt: at,
    recordId: '',
    fields,
  };
}
