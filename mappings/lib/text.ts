/**
 * Text from outside, made fit to keep: bounded before anything expensive is done with it, then NFC, decoded if it is in
 * an encoding of before Unicode, spaces tidied, invisible characters dropped, the look-alikes Ð (Eth) and ` ´ ’ written
 * as Đ and '. Otherwise as the source wrote it.
 */
import type { FaultCode } from '../contract.ts';
import { decodeLegacy } from './legacy-encodings.ts';
import { endOfSyllable } from './syllables.ts';

/** A value that passed its check, or the code of the rule it broke. */
export type Checked<T> = { ok: true; value: T } | { ok: false; code: FaultCode };

/** Vietnamese needs two combining marks on one letter at most (ế, ợ); three leaves room for other languages. */
const maxMarksInRow = 3;

const softHyphen = '\u00ad';
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/;
const allInvisible = new RegExp(invisible, 'g');
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
 * reading from the start, so that the work done on a hostile text does not grow with its length; and `legacy-encoding`.
 */
export function tidyText(raw: string, maxLength: number): Checked<string> {
  if (raw.length <= maxLength && isPlain(raw)) return { ok: true, value: raw };
  const fault = firstFault(raw, maxLength);
  if (fault !== undefined) return { ok: false, code: fault };
  // Decoded before soft hyphens are dropped and look-alikes replaced: in TCVN3 they are ư, and Ð is é.
  const text = decodeLegacy(raw.replace(allInvisible, '').normalize('NFC'));
  const again = text === undefined ? undefined : decodeLegacy(tidied(text));
  // What an invisible character kept from being decoded at first can have spaces of any kind, too.
  return again === undefined ? { ok: false, code: 'legacy-encoding' } : { ok: true, value: tidied(again) };
}

function tidied(text: string): string {
  const once = tidyCharacters(text).normalize('NFC');
  // Some compositions are themselves look-alikes (U+1FEF becomes `), hence the second pass over the short result.
  return isPlain(once) ? once : tidyCharacters(once);
}

/** Characters that need nothing done: printable ASCII but `, and Latin letters that NFC leaves alone. */
const plain = new Uint8Array(0x10000);
/** Of these, the ones that are other letters in an encoding of before Unicode. */
const suspect = 2;
for (const [first, last, kind] of [
  [0x20, 0x7e, 1],
  [0xc0, 0xff, suspect],
  [0x100, 0x17f, 1],
  [0x1a0, 0x1a1, 1],
  [0x1af, 0x1b0, 1],
  [0x1ea0, 0x1ef9, 1],
] as const) {
  plain.fill(kind, first, last + 1);
}
for (const lookAlike of [0x60, 0xd0, 0xf0]) plain[lookAlike] = 0;

/** Whether a text needs nothing done: plain letters with single spaces, in words that are what they look like. */
function isPlain(text: string): boolean {
  let previous = 0x20;
  let judged = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (plain[code] === 0 || (code === 0x20 && previous === 0x20)) return false;
    if (plain[code] === suspect && index >= judged) {
      judged = endOfSyllable(text, index);
      if (judged === -1) return false;
    }
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
    if (isDropped(character)) continue;
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

function isDropped(character: string): boolean {
  return character === softHyphen || invisible.test(character);
}

function tidyCharacters(text: string): string {
  let tidy = '';
  let pendingSpace = false;
  for (const character of text) {
    if (isDropped(character)) continue;
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
