import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { makeCsvCutter, readCells, type CsvLine } from '../../../connectors/lib/csv.ts';

function cut(...pieces: readonly Buffer[]): CsvLine[] {
  const cutter = makeCsvCutter();
  return [...pieces.flatMap((piece) => cutter.push(piece)), ...cutter.end()];
}

const texts = (lines: readonly CsvLine[]) => lines.map(({ bytes }) => bytes.toString('latin1'));
const cutText = (text: string) => texts(cut(Buffer.from(text, 'latin1')));

/** The lines of a text as `wc -l` would count them, blank ones left out and whatever their ends. */
function fileLines(text: string): string[] {
  return text.split('\n').map((line) => line.replace(/\r*$/, '')).filter((line) => line !== ''); // prettier-ignore
}

/** What CSV is made of, and bytes that are no text. */
const anyFile = fc
  .array(fc.constantFrom('a', 'bc', ',', '"', '""', '\n', '\r\n', '\r', 'é', '\xff', ' '), { maxLength: 120 })
  .map((parts) => Buffer.from(parts.join(''), 'latin1'));

const word = fc.array(fc.constantFrom('a', 'ế', ' ', ',', '"'), { maxLength: 4 }).map((parts) => parts.join(''));
const value = fc.tuple(word, fc.constantFrom('', '', '\n', '\r\n'), word).map((parts) => parts.join(''));
const rows = fc.array(fc.array(value, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 });

function written(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}

describe('CSV cut into lines', () => {
  it('gives the values of well-formed lines, as csv-parse does', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), fc.boolean(), (cells, lineEnd, endsWithOne) => {
        const text = cells.map(written).join(lineEnd) + (endsWithOne ? lineEnd : '');
        const read = cut(Buffer.from(text)).map(({ bytes }) => readCells(bytes.toString('utf8')));
        assert.deepEqual(read, cells);
        assert.deepEqual(read, parse(text, { relax_column_count: true, record_delimiter: lineEnd }));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves no line of any file out, and has none twice', () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        const lines = cut(file);
        assert.deepEqual(texts(lines).flatMap(fileLines), fileLines(file.toString('latin1')));
        const last = lines.map(({ lastLine }) => lastLine);
        assert.deepEqual(
          last,
          [...new Set(last)].sort((one, other) => one - other),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('does not depend on the pieces a file comes in', () => {
    fc.assert(
      fc.property(anyFile, fc.array(fc.nat(120), { maxLength: 5 }), (file, places) => {
        const bounds = [0, ...places.map((place) => Math.min(place, file.length)).sort((a, b) => a - b), file.length];
        const pieces = bounds.slice(1).map((end, index) => file.subarray(bounds[index], end));
        assert.deepEqual(cut(...pieces), cut(file));
      }),
      { numRuns: 1000 },
    );
  });

  it('lets a stray quote spoil its own line only', () => {
    const others = Array.from({ length: 300 }, (_, index) => `${String(index)},b,c`);
    for (const stray of ['x,"b,c', '"x,b,c', 'x,"b"c,d', 'x,b,"']) {
      const lines = [...others.slice(0, 7), stray, ...others.slice(7)];
      assert.deepEqual(cutText(lines.join('\n')), lines, stray);
    }
    const quoted = ['a,"1, b"', 'x,"b,c', 'd,"2, e"', 'f,g'];
    assert.deepEqual(cutText(quoted.join('\n')), quoted);
    assert.deepEqual(cutText('x,"b\ny,c\n'), ['x,"b', 'y,c']);
  });

  it('keeps line ends inside quotes, up to ten of them', () => {
    const long = (ends: number) => `a,"1${'\n2'.repeat(ends)}"`;
    assert.deepEqual(cutText(`${long(10)}\nb,c`), [long(10), 'b,c']);
    assert.equal(cutText(`${long(11)}\nb,c`).length, 13);
  });

  it('tells what is wrong with a line', () => {
    assert.deepEqual(readCells(''), ['']);
    assert.deepEqual(readCells('a "b" c,'), ['a "b" c', '']);
    assert.deepEqual(readCells('"a""b",""'), ['a"b', '']);
    assert.equal(readCells('a,"b'), 'open');
    assert.equal(readCells('a,"b""'), 'open');
    assert.equal(readCells('"a"b,c'), 'broken');
  });

  it('does its work in time on lines made to delay it', () => {
    const hostile = `"a\n${'""x\n'.repeat(20_000)}`.repeat(4);
    const began = performance.now();
    assert.equal(cutText(hostile).length, fileLines(hostile).length);
    assert.ok(performance.now() - began < 5000);
  });
});
