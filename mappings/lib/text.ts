/**
 * Text from outside, made fit to keep: bounded before anything expensive is done with it, then NFC, spaces tidied,
 * invisible characters dropped, the look-alikes Ð (Eth) and ` ´ ’ written as Đ and '. Otherwise as the source wrote it.
 */
import type { FaultCode } from '../contract.ts';

/** A value that passed its check, or the code of the rule it broke. */
export type Checked<T> = { ok: true; value: T } | { ok: false; code: FaultCode };

/** Vietnamese needs two combining marks on one letter at most (ế, ợ); three leaves room for other languages. */
const maxMarksInRow = 3;

const dropped = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/;
const space = /\s/;
const mark = /\p{M}/u;
const replacements: ReadonlyMap<string, string> = new Map([
  ['\u00d0', '\u0110'],
  ['\u00f0', '\u0111'],
  ...['\u2018', '\u2019', '\u02bc', '\u02b9', '\u2032', '\uff07', '\u0060', '\u00b4'].map(
    (variant) => [variant, "'"] as const,
  ),
]);

/**
 * Tidies a text of at most `maxLength` UTF-16 units. An empty result is possible and is the caller's to judge.
 * Faults: `control-character` (lone surrogates too), `combining-marks`, `text-too-long`, in the order they are met
 * reading from the start, so that the work done on a hostile text does not grow with its length.
 */
export function tidyText(raw: string, maxLength: number): Checked<string> {
  if (raw.length <= maxLength && isPlain(raw)) return { ok: true, value: raw };
  const fault = firstFault(raw, maxLength);
  if (fault !== undefined) return { ok: false, code: fault };
  const once = tidyCharacters(raw).normalize('NFC');
  // Some compositions are themselves look-alikes (U+1FEF becomes `), hence the second pass over the short result.
  return { ok: true, value: isPlain(once) ? once : tidyCharacters(once) };
}

/** Characters that need nothing done: printable ASCII but the space and `, and Latin letters that NFC leaves alone. */
const plainLetters = new Uint8Array(0x10000);
for (const [first, last] of [
  [0x21, 0x7e],
  [0xc0, 0x17f],
  [0x1a0, 0x1a1],
  [0x1af, 0x1b0],
  [0x1ea0, 0x1ef9],
] as const) {
  plainLetters.fill(1, first, last + 1);
}
for (const lookAlike of [0x60, 0xd0, 0xf0]) plainLetters[lookAlike] = 0;

/** Whether a text needs nothing done: plain letters with single spaces between them. */
function isPlain(text: string): boolean {
  let previous = 0x20;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x20 ? previous === 0x20 : plainLetters[code] === 0) return false;
    previous = code;
  }
  return previous !== 0x20;
}

function firstFault(raw: string, maxLength: number): FaultCode | undefined {
  let marks = 0;
  let read = 0;
  for (const character of raw) {
    if (read >= maxLength) return 'text-too-long';
    read += character.length;
    if (isControl(character)) return 'control-character';
    if (dropped.test(character)) continue;
    marks = mark.test(character) ? marks + 1 : 0;
    if (marks > maxMarksInRow) return 'combining-marks';
  }
  return undefined;
}

/** C0 and C1 controls except tab and line ends (which are space), and halves of surrogate pairs. */
function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code !== 0x09 && code !== 0x0a && code !== 0x0d;
  return (code >= 0x7f && code <= 0x9f) || (code >= 0xd800 && code <= 0xdfff);
}

function tidyCharacters(text: string): string {
  let tidy = '';
  let pendingSpace = false;
  for (const character of text) {
    if (dropped.test(character)) continue;
    if (space.test(character)) {
      pendingSpace = tidy !== '';
      continue;
    }
    if (pendingSpace) tidy += ' ';
    pendingSpace = false;
    tidy += replacements.get(character) ?? character;
  }
  return tidy;
}
