/**
 * A record that is a line of CSV under its header (RFC 4180, `text/csv; header=present`). It is read here because
 * csv-parse, which is made for whole files, needs as long for one line as everything else that a mapping does.
 */

/** Longer than any line a system sends, with its header. */
const longestRecord = 100_000;

/** The values of the line by the names of the header; undefined if the two are not there or do not fit. */
export function parseCsvRecord(body: string): Record<string, string> | undefined {
  const end = body.length > longestRecord ? -1 : body.indexOf('\n');
  if (end === -1) return undefined;
  const names = readCells(withoutLineEnd(body.slice(0, end)));
  const cells = readCells(withoutLineEnd(body.slice(end + 1)));
  if (names === undefined || cells?.length !== names.length || new Set(names).size !== names.length) return undefined;
  // fromEntries makes every name a value of its own, __proto__ too.
  return Object.fromEntries(names.map((name, place) => [name.trim(), cells[place] ?? '']));
}

function withoutLineEnd(line: string): string {
  return line.replace(/\r?\n?$/, '');
}

/** The values of a line; undefined if a quoted one does not end, or something follows it. */
function readCells(line: string): string[] | undefined {
  const cell = /(?:"([^"]*(?:""[^"]*)*)"|([^",][^,]*)?)(,|$)/y;
  const cells: string[] = [];
  for (;;) {
    const match = cell.exec(line);
    if (match === null) return undefined;
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') return cells;
  }
}
