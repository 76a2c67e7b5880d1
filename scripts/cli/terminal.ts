/** Text for a terminal. What comes from outside may hold control characters that move the cursor or hide text. */

const longestCell = 60;
const mostMarks = 8;
const segmenter = new Intl.Segmenter('vi');

/** One line: everything that is not a visible character is written as an escape. */
export function plainLine(text: string): string {
  return plainText(text)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\t', String.raw`\t`);
}

/** Several lines: line breaks and tabs stay, every other control or formatting character becomes `\u{202e}`. */
export function plainText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (sign) => (sign === '\n' || sign === '\t' ? sign : escape(sign)))
    .replaceAll(new RegExp(String.raw`(\p{M}{${String(mostMarks)}})\p{M}+`, 'gu'), '$1…');
}

export type Column = { title: string; align?: 'right' };

/** Columns as wide as their widest cell, two spaces between; numbers may stand right. Long cells are cut. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((text) => shorten(plainLine(text))));
  const widths = columns.map((column, index) =>
    Math.max(widthOf(column.title), ...cells.map((row) => widthOf(row[index] ?? ''))),
  );
  const titles = columns.map((column) => column.title);
  return [titles, ...cells].map((row) => formatRow(row, columns, widths)).join('\n');
}

/** `1 record`, `2 records`. */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `1,695`. */
export function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** Lines under a title, after an empty line; nothing where there are none. */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines];
}

function formatRow(row: readonly string[], columns: readonly Column[], widths: readonly number[]): string {
  const padded = row.map((text, index) => {
    const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(text)));
    return columns[index]?.align === 'right' ? space + text : text + space;
  });
  return padded.join('  ').trimEnd();
}

function widthOf(text: string): number {
  return signsOf(text).length;
}

function shorten(text: string): string {
  const signs = signsOf(text);
  return signs.length > longestCell ? `${signs.slice(0, longestCell - 1).join('')}…` : text;
}

/** What a reader sees as single signs: a letter with its marks is one. */
function signsOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function escape(sign: string): string {
  return String.raw`\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`;
}
