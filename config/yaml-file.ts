/** A YAML file as a value, with the line of each key and entry; problems with lines, and never with what stands there. */
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type ErrorCode } from 'yaml';

export type YamlFile = {
  /** How messages name it. */
  name: string;
  value: unknown;
  /** The line of a key or an entry, counted from 1; of what it would stand in where it is not there. */
  lineOf: (path: readonly string[]) => number | undefined;
};

export type YamlResult = { ok: true; file: YamlFile } | { ok: false; faults: { line: number; expected: string }[] };

const noAlias = 'no aliases; quote a text that begins with *';

/** The library's own messages quote the text, which may be a password (`*word` reads as an alias): ours do not. */
const explanations: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: noAlias,
  BAD_ALIAS: noAlias,
  BAD_DQ_ESCAPE: 'a known escape in the double-quoted text; single quotes take \\ as it is',
  BAD_INDENT: 'lines of one block to begin in one column',
  BAD_SCALAR_START: 'quotes round a text that begins with @ or `',
  BLOCK_IN_FLOW: 'no block inside { } or [ ]',
  DUPLICATE_KEY: 'each key once',
  MISSING_CHAR: 'a closing quote, bracket, colon or comma',
  MULTILINE_IMPLICIT_KEY: 'a key on one line, followed by a colon',
  MULTIPLE_DOCS: 'one YAML document',
  TAB_AS_INDENT: 'spaces, not tabs, before a key',
  TAG_RESOLVE_FAILED: 'no tags; quote a text that begins with !',
  UNEXPECTED_TOKEN: 'well-formed YAML; quote a text that holds : or #',
};

/** Reads YAML 1.2 without aliases: settings need none, and a small file cannot become a huge value by them. */
export function parseYaml(name: string, text: string): YamlResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = [
    ...[...document.errors, ...document.warnings].map(({ pos, code }) => ({
      line: lines.linePos(pos[0]).line,
      expected: explanations[code] ?? 'well-formed YAML',
    })),
    ...aliasesIn(document).map((position) => ({ line: lines.linePos(position).line, expected: noAlias })),
  ];
  // The parser trips over one slip several times.
  const told = new Map(faults.map((fault) => [`${String(fault.line)} ${fault.expected}`, fault]));
  if (told.size > 0) return { ok: false, faults: [...told.values()] };
  const value: unknown = document.toJS();
  return { ok: true, file: { name, value, lineOf: (path) => lineOf(document, path, lines) } };
}

function aliasesIn(document: Document): number[] {
  const positions: number[] = [];
  visit(document, {
    Alias: (_key, node) => {
      positions.push(node.range?.[0] ?? 0);
    },
  });
  return positions;
}

function lineOf(document: Document, path: readonly string[], lines: LineCounter): number | undefined {
  if (path.length === 0) return undefined;
  const start = startOf(path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true), path.at(-1));
  return start === undefined ? lineOf(document, path.slice(0, -1), lines) : lines.linePos(start).line;
}

/** Where a key of a map, or an entry of a list, begins. */
function startOf(parent: unknown, key: string | undefined): number | undefined {
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const entry = isSeq(parent) ? parent.items[Number(key)] : undefined;
  return isNode(entry) ? entry.range?.[0] : undefined;
}
