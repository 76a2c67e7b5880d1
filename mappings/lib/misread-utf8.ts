/**
 * UTF-8 that was read as windows-1252, one character for each of its bytes: `VÃµ` is `Võ`, `Tráº§n` is `Trần`. Unlike
 * the encodings of before Unicode it can be told by itself: no text has these letters and signs side by side.
 */

/** What windows-1252 has from 0x80 to 0x9f. Where it has nothing the text has a control, and is refused for that. */
const specials = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const bytes = new Map(Array.from(specials, (character, index) => [character, 0x80 + index]));

/**
 * Two or three bytes of one letter or sign, accents apart from their letters among them. Left out are pairs that end a
 * word in an orderly text: `NGÃ»`, `NGÃ…`, `NGÃ` before a space that does not break.
 */
const certain =
  /Ã[¡-¬®-¶¸-º¼-¿€‚ƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ]|Ã[’“”•][A-Za-z]|Ä[‚ƒ‘•¨©]|Å[¨©¬\u00ad]|Æ[\u00a0¡¯°]|Ì[€‚ƒ†‰›£]|â€|áº\u00a0|á[º»][¡-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;
/**
 * Ò, Ó, Ô, Õ at the end of a word; Ỡ; à and í, which are in no text all in capitals. NGÃ with what may follow it looks
 * the same.
 */
const possible = /Ã[’“”•]|á»\u00a0|^(?=.*[a-z]).*Ã[\u00a0\u00ad]/s;
/** Any letter, accent or invisible character that Vietnamese does not have, in NFD. */
const unVietnamese = /(?![A-Za-zĐđ])\p{L}|(?![\u0300-\u0303\u0306\u0309\u031b\u0323])\p{M}|\p{C}/u;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Whether a text certainly is UTF-8 read as windows-1252, in part at least. */
export function isMisreadUtf8(text: string): boolean {
  return certain.test(text);
}

/**
 * What a text was before it was read as windows-1252, in NFC. Undefined where it was not, or only in part, or where the
 * letters are not those of Vietnamese.
 */
export function rereadUtf8(text: string): string | undefined {
  if (!certain.test(text) && !possible.test(text)) return undefined;
  const read = Array.from(text, (character) => bytes.get(character) ?? character.charCodeAt(0));
  if (read.some((byte) => byte > 0xff)) return undefined;
  try {
    const decoded = decoder.decode(Uint8Array.from(read)).normalize('NFD');
    return unVietnamese.test(decoded) ? undefined : decoded.normalize('NFC');
  } catch {
    return undefined;
  }
}
