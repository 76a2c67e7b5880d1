/** Names of persons, compared word by word. */
import type { PersonName } from '../../../mappings/canonical/citizen.ts';
import { compareText } from '../../../mappings/compare.ts';
import { nameKeys } from '../../../mappings/lib/names.ts';
import { typingErrors } from './distance.ts';
import type { Level, Reached } from './levels.ts';
import { isSyllable } from './syllables.ts';
import type { Terms } from './terms.ts';

type Word = { plain: string; tone: string };

/** A name ready to be compared. */
export type ComparedName = {
  keys: PersonName['keys'];
  words: readonly Word[];
  /** Whether any letter has a mark: a name without one may have been written without accents. */
  isAccented: boolean;
};

type NameReached = Reached<Level<'name'>>;
type Pair = { one: ComparedName; other: ComparedName; terms: Terms };

/** Words of one and of the other that are the same letters, by their places. */
type Aligned = readonly (readonly [number, number])[];

const beyondAscii = /[\u0080-\uffff]/;
const mostWrongWords = 2;
/** Two words in use are like each other up to one letter, long ones up to two; a misspelt word may be worse. */
const longWord = 6;
const longEnoughForTwo = 3;

/** Splits a name into its words. On the way of every person who is new or renamed. */
export function comparedName(keys: PersonName['keys']): ComparedName {
  const tones = keys.tone.split(' ');
  const written = keys.exact.split(' ');
  const plain = splitPlain(written, keys.plain) ?? written.map((word) => nameKeys(word).plain);
  const words: Word[] = [];
  for (const [place, word] of plain.entries()) if (word !== '') words.push({ plain: word, tone: tones[place] ?? '' });
  return { keys, words, isAccented: beyondAscii.test(keys.exact) };
}

/** The unaccented words, where every letter or digit has one unaccented sign, as all Vietnamese ones do. */
function splitPlain(written: readonly string[], plain: string): string[] | undefined {
  const words: string[] = [];
  let from = 0;
  for (const word of written) {
    let to = from;
    for (let index = 0; index < word.length; index += 1) if (isSign(word.charCodeAt(index))) to += 1;
    words.push(plain.slice(from, to));
    from = to;
  }
  return from === plain.length ? words : undefined;
}

/** A digit, a small letter, or anything beyond ASCII. */
function isSign(code: number): boolean {
  return code > 0x7f || (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
}

/** The level two names reach, and how frequent the words are that they share. */
export function compareNames(one: ComparedName, other: ComparedName, terms: Terms): NameReached {
  // In one order, so that floating-point products do not depend on who is compared to whom.
  const isOrdered = compareText(one.keys.exact, other.keys.exact) <= 0;
  const pair = isOrdered ? { one, other, terms } : { one: other, other: one, terms };
  const level = sameLetters(pair);
  if (level !== undefined) return { level, shared: Math.max(shareOfAll(one, terms), shareOfAll(other, terms)) };
  return sameWords(pair) ?? partMissing(pair) ?? likeWords(pair) ?? { level: 'contradict' };
}

function sameLetters({ one, other }: Pair): Level<'name'> | undefined {
  if (one.keys.exact === other.keys.exact) return 'exact';
  if (one.keys.tone === other.keys.tone) return 'tone';
  if (one.keys.plain !== other.keys.plain) return undefined;
  return isUnaccentedWriting(one, other) ? 'plain' : 'accents';
}

/**
 * Whether two names of the same letters are one, written once without accents. Phan Hoa has none by nature, so it may
 * be Phan Hoà or not: one other word tells too little, unless it is the family name, which brothers share anyway.
 */
function isUnaccentedWriting(one: ComparedName, other: ComparedName): boolean {
  if (one.isAccented && other.isAccented) return false;
  const others = one.words.flatMap(({ tone }, place) => (tone === other.words[place]?.tone ? [] : [place]));
  return others.length !== 1 || others[0] === 0;
}

function shareOfAll({ words }: ComparedName, terms: Terms): number {
  return words.reduce((share, { plain }, place) => share * terms.shareOf({ word: plain, place, of: words.length }), 1);
}

/** The same words in another order. */
function sameWords(pair: Pair): NameReached | undefined {
  if (pair.one.words.length !== pair.other.words.length) return undefined;
  const aligned = alignAnywhere(pair);
  if (aligned === undefined) return undefined;
  return { level: haveOtherAccents(pair, aligned) ? 'accents' : 'reordered', shared: shareOfAligned(pair, aligned) };
}

function alignAnywhere({ one, other }: Pair): Aligned | undefined {
  const left = other.words.map(({ plain }) => plain);
  const aligned: [number, number][] = [];
  for (const [place, { plain }] of one.words.entries()) {
    const found = left.indexOf(plain);
    if (found === -1) return undefined;
    left[found] = '';
    aligned.push([place, found]);
  }
  return aligned;
}

/**
 * One side leaves words out, in the order of the other; the given name, which stands last, is there on both. With a
 * word misspelt besides, or accented otherwise, they are like each other.
 */
function partMissing({ one, other, terms }: Pair): NameReached | undefined {
  if (one.words.length === other.words.length) return undefined;
  const [short, long] = one.words.length < other.words.length ? [one, other] : [other, one];
  const aligned = alignFromEnd(short, long, terms);
  if (aligned === undefined) return undefined;
  const pair = { one: short, other: long, terms };
  const same = aligned.filter(([at, to]) => short.words[at]?.plain === long.words[to]?.plain);
  const isLess = same.length < aligned.length || haveOtherAccents(pair, same);
  return { level: isLess ? 'like' : 'part-missing', shared: shareOfAligned(pair, same) };
}

/** Finds every word of the shorter name in the longer, from the given name on; one may be misspelt. */
function alignFromEnd(short: ComparedName, long: ComparedName, terms: Terms): Aligned | undefined {
  const aligned: [number, number][] = [];
  let misspelt = 0;
  let before = long.words.length;
  for (const [at, { plain: word }] of [...short.words.entries()].reverse()) {
    const mayBeSlip = misspelt === 0;
    const found = long.words.findLastIndex(
      ({ plain }, place) =>
        place < before && (plain === word || (mayBeSlip && isSlip(word, plain, { terms, most: 2 }))),
    );
    if (found === -1) return undefined;
    if (long.words[found]?.plain !== word) misspelt += 1;
    aligned.push([at, found]);
    before = found;
  }
  // The given names stand opposite each other; before them any number of words may be left out.
  return aligned[0]?.[1] === long.words.length - 1 ? aligned : undefined;
}

/** The same words but for one or two that are like each other. */
function likeWords(pair: Pair): NameReached | undefined {
  const { one, other, terms } = pair;
  if (one.words.length !== other.words.length) return undefined;
  const places = one.words.map(({ plain }, place) => ({ plain, opposite: other.words[place]?.plain ?? '', place }));
  const wrong = places.filter(({ plain, opposite }) => plain !== opposite);
  if (wrong.length > mostWrongWords) return undefined;
  const aligned = places
    .filter(({ plain, opposite }) => plain === opposite)
    .map(({ place }): [number, number] => [place, place]);
  const shared = shareOfAligned(pair, aligned);
  const areSlips = wrong.every(({ plain, opposite }) => isSlip(plain, opposite, { terms, most: 1 }));
  if (areSlips && isUsualOtherwise(pair, aligned)) return { level: 'close', shared };
  const areLike = wrong.every(
    ({ plain, opposite }) => isLike(plain, opposite) || isSlip(plain, opposite, { terms, most: 2 }),
  );
  return areLike ? { level: 'like', shared } : undefined;
}

/**
 * Whether what two names share leaves no doubt: no other accents, and no words of a tongue of which the tables know too
 * few names to tell a misspelt one.
 */
function isUsualOtherwise(pair: Pair, aligned: Aligned): boolean {
  const shared = aligned.map(([place]) => pair.one.words[place]?.plain ?? '');
  return !haveOtherAccents(pair, aligned) && shared.every((word) => pair.terms.isKnown(word) || isSyllable(word));
}

function isLike(word: string, opposite: string): boolean {
  const limit = Math.max(word.length, opposite.length) >= longWord ? 2 : 1;
  return typingErrors(word, opposite, limit) <= limit;
}

/**
 * Whether one of two words is the other misspelt: one is in use, the other is not and could not be. Two that are in
 * use are two names, and two unknown ones cannot be told.
 */
function isSlip(word: string, opposite: string, { terms, most }: { terms: Terms; most: number }): boolean {
  if (!isMisspelling(word, opposite, terms) && !isMisspelling(opposite, word, terms)) return false;
  const limit = Math.max(word.length, opposite.length) >= longEnoughForTwo ? most : 1;
  return typingErrors(word, opposite, limit) <= limit;
}

function isMisspelling(word: string, name: string, terms: Terms): boolean {
  return terms.isKnown(name) && !terms.isKnown(word) && !isSyllable(word);
}

/** Whether both names are accented, and any word that they share is accented otherwise. */
function haveOtherAccents({ one, other }: Pair, aligned: Aligned): boolean {
  if (!one.isAccented || !other.isAccented) return false;
  return aligned.some(([place, opposite]) => one.words[place]?.tone !== other.words[opposite]?.tone);
}

/** How frequent the shared words are together; where a word stands at two places, at the one where it is usual. */
function shareOfAligned({ one, other, terms }: Pair, aligned: Aligned): number {
  let share = 1;
  for (const [place, opposite] of aligned) {
    const word = one.words[place]?.plain ?? '';
    share *= Math.max(
      terms.shareOf({ word, place, of: one.words.length }),
      terms.shareOf({ word, place: opposite, of: other.words.length }),
    );
  }
  return share;
}
