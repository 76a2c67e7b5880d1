/** The official lists of a reform, as files of comma-separated values: each file is known by its columns. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { tidyText } from '../../../mappings/lib/text.ts';

/** Where a row stands: `communes.csv:12`. */
type Placed = { place: string };
export type ListedUnit = Placed & { code: string; name: string; parent: string | undefined };
export type Pair = Placed & { from: string; to: string };

export type Lists = {
  provinces: ListedUnit[];
  communes: ListedUnit[];
  /** Undefined where no file of pairs was given: then every code is meant to go on as what it was. */
  pairs: Pair[] | undefined;
};

type Kind = 'provinces' | 'communes' | 'pairs';
type Row = Readonly<Record<string, string>> & { place: string };

/** What each kind of list must have; the first that fits is meant. */
const kinds: readonly { kind: Kind; columns: readonly string[] }[] = [
  { kind: 'pairs', columns: ['old_code', 'new_code'] },
  { kind: 'pairs', columns: ['old_district_code', 'new_code'] },
  { kind: 'communes', columns: ['code', 'name', 'province_code'] },
  { kind: 'provinces', columns: ['code', 'name'] },
];

const longestName = 100;

/** Reads the files named, and every `.csv` of the folders named. Faults are told for all files at once. */
export function readLists(paths: readonly string[]): { lists: Lists; faults: string[] } {
  const lists: Lists = { provinces: [], communes: [], pairs: undefined };
  const faults: string[] = [];
  const seen = new Set<Kind>();
  for (const file of filesOf(paths, faults)) {
    const rows = readRows(file, faults);
    const kind = kindOf(rows);
    if (kind === undefined) {
      if (rows.length > 0)
        faults.push(`${basename(file)}: has the columns of no list; docs/administrative-units.md has them`);
      continue;
    }
    if (kind !== 'pairs' && seen.has(kind)) faults.push(`${basename(file)}: is a second list of ${kind}`);
    seen.add(kind);
    addRows(lists, kind, rows);
  }
  for (const kind of ['provinces', 'communes'] as const)
    if (!seen.has(kind)) faults.push(`there is no list of ${kind}`);
  return { lists, faults };
}

function kindOf([first]: readonly Row[]): Kind | undefined {
  if (first === undefined) return undefined;
  return kinds.find(({ columns }) => columns.every((column) => Object.hasOwn(first, column)))?.kind;
}

function filesOf(paths: readonly string[], faults: string[]): string[] {
  return paths.flatMap((path) => {
    try {
      if (!statSync(path).isDirectory()) return [path];
      const names = readdirSync(path).filter((name) => name.endsWith('.csv'));
      return names.sort().map((name) => join(path, name));
    } catch {
      faults.push(`${path}: cannot be read`);
      return [];
    }
  });
}

function readRows(file: string, faults: string[]): Row[] {
  const name = basename(file);
  try {
    const rows = parse<Row, Record<string, string>>(readFileSync(file), {
      columns: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      on_record: (row, { lines }) => ({ ...row, place: `${name}:${String(lines)}` }),
    });
    if (rows.length === 0) faults.push(`${name}: has no rows`);
    return rows;
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    faults.push(`${name}: is no table of comma-separated values (${why})`);
    return [];
  }
}

function addRows(lists: Lists, kind: Kind, rows: readonly Row[]): void {
  if (kind === 'pairs') {
    const pairs = rows.map(({ place, old_code: code, old_district_code: district, new_code: to = '' }) => ({
      place,
      from: code ?? district ?? '',
      to,
    }));
    lists.pairs = [...(lists.pairs ?? []), ...pairs];
    return;
  }
  lists[kind].push(
    ...rows.map(({ place, code = '', name = '', province_code: parent }) => ({
      place,
      code,
      name: tidied(name),
      parent: kind === 'communes' ? parent : undefined,
    })),
  );
}

/** NFC, single spaces; a name that cannot be tidied is left for the check to refuse. */
function tidied(name: string): string {
  const text = tidyText(name, longestName);
  return text.ok ? text.value : '';
}
