/**
 * CSV (RFC 4180) cut into its lines, each with its bytes as received. A line that breaks the rules must spoil no other.
 * A quote that is never closed would swallow the lines after it (csv-parse loses them, bytes and all), so what does not
 * close soon is a line by itself, and reading goes on with the one after it.
 */
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const comma = ',';
const quote = '"';

/** Bounds what a stray quote can hold up, and the work done on it. No value of a register is larger. */
export const longestLineBytes = 65_536;
const mostLineEndsInQuotes = 10;

/** One line of a file, which can have line ends of its own inside quotes. */
export type CsvLine = {
  /** As received, without the line end after it. */
  bytes: Buffer;
  /** Which line of the file its end is on; the first is 1. */
  lastLine: number;
};

export type CsvCutter = {
  /** The lines that end in this piece of a file; blank ones are passed over. */
  push(piece: Buffer): CsvLine[];
  /** What is left when the file has ended. */
  end(): CsvLine[];
};

/** The values of a line without its line end; `open` if a quoted value does not end, `broken` if something follows it. */
export function readCells(line: string): string[] | 'open' | 'broken' {
  const cells: string[] = [];
  for (let at = 0; ;) {
    const cell = line[at] === quote ? quotedCell(line, at + 1) : plainCell(line, at);
    if (typeof cell === 'string') return cell;
    cells.push(cell.value);
    if (cell.end === line.length) return cells;
    at = cell.end + comma.length;
  }
}

type Cell = { value: string; end: number };

/** A quote inside a value that does not begin with one is part of it. */
function plainCell(line: string, from: number): Cell {
  const next = line.indexOf(comma, from);
  const end = next === -1 ? line.length : next;
  return { value: line.slice(from, end), end };
}

function quotedCell(line: string, from: number): Cell | 'open' | 'broken' {
  let at = line.indexOf(quote, from);
  while (at !== -1 && line[at + 1] === quote) at = line.indexOf(quote, at + 2);
  if (at === -1) return 'open';
  const end = at + quote.length;
  if (end < line.length && line[end] !== comma) return 'broken';
  return { value: line.slice(from, at).replaceAll('""', quote), end };
}

function withoutLineEnd(bytes: Buffer): Buffer {
  const end = bytes.at(-1) === lineFeed ? bytes.length - 1 : bytes.length;
  return bytes.subarray(0, bytes[end - 1] === carriageReturn ? end - 1 : end);
}

/** Quotes, commas and line ends are the same bytes in UTF-8 and here, so a line that is no text is cut as well. */
function quotesIn(bytes: Buffer): 'closed' | 'open' | 'broken' {
  if (!bytes.includes(quote)) return 'closed';
  const cells = readCells(bytes.toString('latin1'));
  return typeof cells === 'string' ? cells : 'closed';
}

type FileLine = { bytes: Buffer; number: number };

/** Joins lines of a file to lines of CSV. */
function makeJoiner() {
  /** The beginning of a line whose quotes are still open. */
  let open: FileLine[] = [];

  /** The first of them stands by itself, the others are tried anew. */
  function giveUp(): CsvLine[] {
    const [first, ...others] = open;
    open = [];
    if (first === undefined) return [];
    const alone = { bytes: withoutLineEnd(first.bytes), lastLine: first.number };
    return [alone, ...others.flatMap(add)];
  }

  function add(line: FileLine): CsvLine[] {
    open.push(line);
    const bytes = withoutLineEnd(open.length === 1 ? line.bytes : Buffer.concat(open.map((each) => each.bytes)));
    const quotes = quotesIn(bytes);
    if (quotes === 'closed') {
      open = [];
      return bytes.length === 0 ? [] : [{ bytes, lastLine: line.number }];
    }
    const mayClose = quotes === 'open' && open.length <= mostLineEndsInQuotes && bytes.length < longestLineBytes;
    return mayClose ? [] : giveUp();
  }

  function end(): CsvLine[] {
    const lines: CsvLine[] = [];
    while (open.length > 0) lines.push(...giveUp());
    return lines;
  }

  return { add, end };
}

/** Makes a cutter for one file. */
export function makeCsvCutter(): CsvCutter {
  const joiner = makeJoiner();
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;

  function next(bytes: Buffer): CsvLine[] {
    number += 1;
    return joiner.add({ bytes, number });
  }

  return {
    push: (piece) => {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      const lines: CsvLine[] = [];
      let from = 0;
      for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, from)) {
        lines.push(...next(bytes.subarray(from, end + 1)));
        from = end + 1;
      }
      rest = bytes.subarray(from);
      return lines;
    },
    end: () => [...(rest.length === 0 ? [] : next(rest)), ...joiner.end()],
  };
}
