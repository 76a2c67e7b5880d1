/** Numbers in Vietnamese words, as dates need them. */

const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;

/** A whole number from 0 to 9999: 5 `năm`, 15 `mười lăm`, 21 `hai mươi mốt`, 2004 `hai nghìn không trăm linh bốn`. */
export function inWords(value: number): string {
  const thousands = Math.floor(value / 1000);
  const rest = value % 1000;
  if (thousands === 0) return belowThousand(rest);
  const begin = `${digit(thousands)} nghìn`;
  return rest === 0 ? begin : `${begin} ${digit(Math.floor(rest / 100))} trăm${afterHundreds(rest % 100)}`;
}

function belowThousand(value: number): string {
  const hundreds = Math.floor(value / 100);
  return hundreds === 0 ? belowHundred(value) : `${digit(hundreds)} trăm${afterHundreds(value % 100)}`;
}

/** What follows the hundreds: a ten that is missing is told. */
function afterHundreds(value: number): string {
  if (value === 0) return '';
  return value < 10 ? ` linh ${digit(value)}` : ` ${belowHundred(value)}`;
}

function belowHundred(value: number): string {
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  if (tens === 0) return digit(ones);
  const begin = tens === 1 ? 'mười' : `${digit(tens)} mươi`;
  return ones === 0 ? begin : `${begin} ${onesAfterTens(ones, tens)}`;
}

/** One and five sound otherwise behind a ten. */
function onesAfterTens(ones: number, tens: number): string {
  if (ones === 5) return 'lăm';
  return ones === 1 && tens > 1 ? 'mốt' : digit(ones);
}

function digit(value: number): string {
  return digits[value] ?? '';
}
