/** The values of a record (JSON, XML, a CSV line under its header) one by one; and the record without some of them. */
import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { parseJson } from './json.ts';

/** One value that stands in a record. `path` is in the source's own terms: `Cha.HoVaTen`, `con[0].hoVaTen`. */
export type Leaf = { path: string; value: string };

export type Leaves = {
  leaves: readonly Leaf[];
  /** The record's body with these left out (in XML: their elements empty). */
  without(left: ReadonlySet<Leaf>): string;
};

/** No record is this large; one that is would keep somebody waiting. */
const mostLeaves = 2000;

/** The content type of a record in a file, by the file's name. */
export function contentTypeOf(file: string): string {
  if (file.endsWith('.xml')) return 'text/xml';
  return file.endsWith('.csv') ? 'text/csv; header=present' : 'application/json';
}

/** The values of a body by its content type; undefined where they cannot be told apart. */
export function leavesOf(contentType: string, body: string): Leaves | undefined {
  if (/[/+]xml\b/i.test(contentType)) return leavesOfXml(body);
  if (contentType.startsWith('text/csv')) return leavesOfCsv(body);
  return /[/+]json\b/i.test(contentType) ? leavesOfJson(body) : undefined;
}

type Keys = readonly (string | number)[];

function leavesOfJson(body: string): Leaves | undefined {
  const message = parseJson(body);
  if (typeof message !== 'object' || message === null) return undefined;
  const found = new Map<Leaf, Keys>();
  collect(message, [], found);
  return {
    leaves: [...found.keys()],
    without(left) {
      const copy: unknown = structuredClone(message);
      for (const leaf of left) remove(copy, found.get(leaf) ?? []);
      return JSON.stringify(copy);
    },
  };
}

function collect(value: unknown, keys: Keys, found: Map<Leaf, Keys>): void {
  if (found.size >= mostLeaves || value === null) return;
  if (typeof value !== 'object') {
    found.set({ path: pathOf(keys), value: typeof value === 'string' ? value : JSON.stringify(value) }, keys);
    return;
  }
  const items: Iterable<[string | number, unknown]> = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, item] of items) collect(item, [...keys, key], found);
}

function pathOf(keys: Keys): string {
  const path = keys.map((key) => (typeof key === 'number' ? `[${String(key)}]` : `.${key}`)).join('');
  return path.replace(/^\./, '');
}

/** Null is what is not given, and in a list the others keep their places. */
function remove(root: unknown, keys: Keys): void {
  const last = keys.at(-1);
  let parent = root as Record<string | number, unknown> | undefined;
  for (const key of keys.slice(0, -1)) parent = parent?.[key] as typeof parent;
  if (parent !== undefined && last !== undefined) parent[last] = null;
}

type Open = { name: string; path: string; begins: number; counts: Map<string, number>; hasChildren: boolean };
type Range = { begins: number; ends: number };

function leavesOfXml(body: string): Leaves | undefined {
  const found = new Map<Leaf, Range>();
  try {
    scanXml(body, found);
  } catch {
    return undefined;
  }
  return {
    leaves: [...found.keys()],
    without(left) {
      const cuts = [...left].flatMap((leaf) => found.get(leaf) ?? []).sort((one, other) => other.begins - one.begins);
      return cuts.reduce((text, { begins, ends }) => text.slice(0, begins) + text.slice(ends), body);
    },
  };
}

/** The root element has no part in the paths, as in the mappings'. */
function scanXml(body: string, found: Map<Leaf, Range>): void {
  const stack: Open[] = [];
  let text = '';
  const parser = new SaxesParser({ xmlns: false, position: true });
  parser.on('opentag', (tag) => {
    const name = tag.name.slice(tag.name.indexOf(':') + 1);
    const parent = stack.at(-1);
    if (parent !== undefined) parent.hasChildren = true;
    stack.push({ name, path: pathIn(parent, name), begins: parser.position, counts: new Map(), hasChildren: false });
    text = '';
  });
  const addText = (more: string): void => {
    text += more;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = stack.pop();
    const value = text.trim();
    if (closed === undefined || closed.hasChildren || value === '' || found.size >= mostLeaves) return;
    const ends = body.lastIndexOf('</', parser.position - 1);
    found.set({ path: closed.path, value }, { begins: closed.begins, ends });
  });
  parser.write(body).close();
}

function pathIn(parent: Open | undefined, name: string): string {
  if (parent === undefined) return '';
  const before = parent.counts.get(name) ?? 0;
  parent.counts.set(name, before + 1);
  const own = before === 0 ? name : `${name}[${String(before)}]`;
  return parent.path === '' ? own : `${parent.path}.${own}`;
}

function leavesOfCsv(body: string): Leaves | undefined {
  const [header = [], line = []] = readCsv(body);
  const leaves = header.flatMap((path, index) =>
    line[index] === undefined || line[index] === '' ? [] : [{ path, value: line[index] }],
  );
  if (leaves.length === 0) return undefined;
  return {
    leaves,
    without(left) {
      const gone = new Set([...left].map(({ path }) => path));
      const kept = line.map((value, index) => (gone.has(header[index] ?? '') ? '' : value));
      return [header, kept].map((cells) => cells.map(quoted).join(',')).join('\n');
    },
  };
}

function readCsv(body: string): string[][] {
  try {
    return parse(body, { relax_column_count: true, bom: true });
  } catch {
    return [];
  }
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
