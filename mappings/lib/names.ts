/**
 * Names of persons. The text is kept as the source wrote it (an upper-case name stays upper case, an ethnic name is
 * never re-cased); what is compared is a key. A name is always whole: the split into family, middle and given name
 * that arrives in some messages is not trusted.
 */
import type { PersonName } from '../canonical/citizen.ts';
import { tidyText, type Checked } from './text.ts';

/** Longer than any real name; bounds the work on a hostile one. */
export const maxNameLength = 200;

type Letter = { base: string; tone: string; plain: string };

const toneMarks = new Set(['\u0300', '\u0301', '\u0303', '\u0309', '\u0323']);
const letter = /[\p{L}\p{N}]/u;
const tableEnd = 0x1f00;
const letters: (Letter | undefined)[] = Array.from({ length: tableEnd }, () => undefined);

/**
 * Reads a name. Faults: those of `tidyText`, `not-text` for a text without a single letter (`-`, `...`), and
 * `legacy-encoding` for one with question marks where letters were (`Nguy?n`).
 * An empty text gives an empty name for the caller to treat as absent.
 */
export function parseName(raw: string): Checked<PersonName> {
  const written = parseWrittenName(raw);
  return written.ok ? { ok: true, value: { text: written.value, keys: nameKeys(written.value) } } : written;
}

/** Reads a name that nobody is compared by: as `parseName`, its text alone. */
export function parseWrittenName(raw: string): Checked<string> {
  const tidy = tidyText(raw, maxNameLength);
  if (!tidy.ok || tidy.value === '') return tidy;
  if (!hasLetter(tidy.value)) return { ok: false, code: 'not-text' };
  return tidy.value.includes('?') ? { ok: false, code: 'legacy-encoding' } : tidy;
}

/** Most names begin with a letter of ASCII, which is told faster. */
function hasLetter(text: string): boolean {
  const first = text.charCodeAt(0) | 0x20;
  return (first >= 0x61 && first <= 0x7a) || letter.test(text);
}

/**
 * The comparison keys of a tidied name, from strict to loose: `exact` ignores case; `tone` also ignores where in a
 * syllable the tone mark stands (hòa, hoà); `plain` keeps unaccented letters and digits only (nguyenvana), which is
 * also how the population database compares.
 */
export function nameKeys(text: string): PersonName['keys'] {
  const exact = text.toLowerCase();
  const [first = '', ...others] = exact.split(' ');
  let { tone, plain } = keysOfWord(first);
  for (const word of others) {
    const keys = keysOfWord(word);
    tone += ` ${keys.tone}`;
    plain += keys.plain;
  }
  return { exact, tone, plain };
}

type WordKeys = { tone: string; plain: string };

/** Names are made of a few thousand syllables, so that nearly every word was met before. */
const knownWords = new Map<string, WordKeys>();
const mostKnownWords = 20_000;
const longestKnownWord = 16;

function keysOfWord(word: string): WordKeys {
  const known = knownWords.get(word);
  if (known !== undefined) return known;
  const keys = makeKeys(word);
  // Others are no syllables; they could fill the memory.
  if (word.length <= longestKnownWord && knownWords.size < mostKnownWords) knownWords.set(word, keys);
  return keys;
}

function makeKeys(word: string): WordKeys {
  let tone = '';
  let plain = '';
  let pending = '';
  for (const character of word) {
    const parts = partsOf(character);
    if (parts.plain === '' && parts.tone === '' && parts.base !== '') {
      tone += pending;
      pending = '';
    }
    tone += parts.base;
    pending += parts.tone;
    plain += parts.plain;
  }
  return { tone: tone + pending, plain };
}

function partsOf(character: string): Letter {
  const code = character.charCodeAt(0);
  if (code >= tableEnd) return decompose(character);
  return (letters[code] ??= decompose(character));
}

/** A lower-case character as its letter without the tone, its tone mark, and its unaccented form. */
function decompose(character: string): Letter {
  let base = '';
  let tone = '';
  let plain = '';
  for (const part of character.normalize('NFD')) {
    if (toneMarks.has(part)) tone += part;
    else base += part;
    // đ has no decomposition, so NFD leaves it whole.
    if (part === 'đ') plain += 'd';
    else if (letter.test(part)) plain += part;
  }
  return { base: base.normalize('NFC'), tone, plain };
}
