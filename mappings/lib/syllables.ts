/**
 * Vietnamese syllables by their structure: onset, rhyme and tone as the orthography allows them, with the tone mark
 * where either style of placing it puts it (hoà, hòa; Decision 1989/QĐ-BGDĐT of 2018 has the former). Structure, not a
 * list of words: a syllable that nobody uses is one all the same, so that no name is missing for being rare.
 */

/** The letters of Vietnamese without tone; the place of each is its number in the tables below, from 1. */
const letters = 'aăâeêioôơuưybcdđghklmnpqrstvx';
const tones = ['', '\u0300', '\u0309', '\u0303', '\u0301', '\u0323'];
const acute = 4;
const dot = 5;
const letterBits = 5;
const letterMask = (1 << letterBits) - 1;

/** By UTF-16 unit below this: the letter's number, above it its tone and its case; 0 for any other character. */
const unitEnd = 0x1f00;
const units = new Uint16Array(unitEnd);
const toneShift = letterBits;
const toneMask = 7;
const caseShift = letterBits + 3;
const upper = 1;
for (const [index, letter] of Array.from(letters).entries()) {
  for (const [tone, mark] of tones.entries()) {
    const composed = (letter + mark).normalize('NFC');
    if (composed.length > 1) continue;
    const unit = (tone << toneShift) | (index + 1);
    units[composed.charCodeAt(0)] = unit;
    units[composed.toUpperCase().charCodeAt(0)] = (upper << caseShift) | unit;
  }
}

/** Rhymes that take any tone. */
const open =
  'a ai am an ang anh ao au ay ăm ăn ăng âm ân âng âu ây e em en eng eo ê êm ên êng ênh êu i ia iêm iên iêng iêu im ' +
  'in inh iu o oa oai oam oan oang oanh oao oay oăm oăn oăng oe oem oen oeo oi om on ong ô ôi ôm ôn ông ơ ' +
  'ơi ơm ơn u ua uân uâng uây uê uên uênh ui um un ung uôi uôm uôn uông uơ uơn uy uya uyên uyn uynh uyu ư ưa ưi ưm ' +
  'ưn ưng ươi ươm ươn ương ươu ưu y yêm yên yêng yêu';

/** Rhymes that end in a stop, which take sắc and nặng only. */
const stopped =
  'ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ic ich iêc iêp iêt ip it oac oach oap oat oăc oăp oăt oc oet ' +
  'op ot ôc ôp ôt ơp ơt uât uc uêch uêt uôc uôp uôt up ut uych uyêt uyp uyt ưc ươc ươp ươt ưp ưt yêt';

/** A state of reading: where each letter leads (0: nowhere), and what the syllable is that ends here. */
const width = letterMask + 1;
const mostStates = 1024;
const next = new Uint16Array(mostStates * width);
/** Bit n: the tone mark may stand on the letter n before the last. 0: no syllable ends here. */
const tonePlaces = new Uint8Array(mostStates);
const isStopped = new Uint8Array(mostStates);
/** 0 is nowhere, 1 the beginning. */
const beginning = 1;
let states = 2;

function numberOf(letter: string): number {
  return letters.indexOf(letter) + 1;
}

/** The state that a text leads to, made where it is not there. */
function walk(from: number, text: string): number {
  let state = from;
  for (const letter of text) {
    const at = state * width + numberOf(letter);
    if (next[at] === 0) next[at] = states++;
    state = next[at] ?? 0;
  }
  return state;
}

/** Where in a rhyme the tone mark may stand: on the last marked vowel, else by either style. */
function tonePlacesOf(rhyme: string): number[] {
  const marked = /[ăâêôơư](?!.*[ăâêôơư])/u.exec(rhyme);
  if (marked !== null) return [marked.index];
  const [vowels = ''] = /^[aeiouy]+/.exec(rhyme) ?? [];
  if (vowels.length === 1) return [0];
  if (/^(?:oa|oe|uy)/.test(vowels)) return [0, 1];
  return [0];
}

function addRhyme(root: number, rhyme: string, stop: boolean): void {
  const state = walk(root, rhyme);
  for (const place of tonePlacesOf(rhyme))
    tonePlaces[state] = (tonePlaces[state] ?? 0) | (1 << (rhyme.length - 1 - place));
  isStopped[state] = Number(stop);
}

/** The state at which the rhymes that pass begin. */
function rhymes(passes: (rhyme: string) => boolean): number {
  const root = states++;
  for (const rhyme of open.split(' ').filter(passes)) addRhyme(root, rhyme, false);
  for (const rhyme of stopped.split(' ').filter(passes)) addRhyme(root, rhyme, true);
  return root;
}

/** Lets the rhymes of a root follow a state. */
function follow(state: number, root: number): void {
  for (let letter = 1; letter < width; letter += 1) {
    const to = next[root * width + letter];
    if (to !== undefined && to !== 0) next[state * width + letter] = to;
  }
}

const isFront = (rhyme: string): boolean => /^[eêiy]/u.test(rhyme);
const isRounded = (rhyme: string): boolean => /^(?:o[aăe]|u[âêơy])/u.test(rhyme);
const isInitialOnly = (rhyme: string): boolean => rhyme.startsWith('yê');

/** Which rhymes follow which onsets. Lips cannot round twice: b, m, p, ph and v stand before no oa, oe, uê, uy. */
const onsets: readonly (readonly [onsets: string, passes: (rhyme: string) => boolean])[] = [
  ['ch d đ h kh l n nh r s t th tr x', (rhyme) => !isInitialOnly(rhyme)],
  ['b m p ph v', (rhyme) => !isInitialOnly(rhyme) && !isRounded(rhyme)],
  ['k gh ngh', (rhyme) => isFront(rhyme) && !isInitialOnly(rhyme)],
  ['c g ng', (rhyme) => !isFront(rhyme)],
  ['qu', (rhyme) => !/^[ou]/u.test(rhyme)],
  // i is part of the onset before another vowel (già, giêng) and the vowel itself else (gì, gìn).
  ['gi', (rhyme) => !isFront(rhyme) || /^(?:e|êng|êt|êp)/u.test(rhyme)],
];
const anyRhyme = rhymes(() => true);
follow(beginning, anyRhyme);
for (const [group, passes] of onsets) {
  const root = rhymes(passes);
  for (const onset of group.split(' ')) follow(walk(beginning, onset), root);
}
for (const rhyme of ['i', 'in', 'im']) addRhyme(walk(beginning, 'g'), rhyme, false);
for (const rhyme of ['yn', 'ynh', 'yu']) addRhyme(walk(beginning, 'qu'), rhyme, false);
for (const rhyme of ['ych', 'yp', 'yt']) addRhyme(walk(beginning, 'qu'), rhyme, true);

/** Whether a text in NFC is a syllable, whatever its letters' case. */
export function isSyllable(text: string): boolean {
  return read(text, 0) && found.end === text.length;
}

/** Whether a text in NFC is a syllable as people write it: in small letters, in capitals, or with a capital first. */
export function isWrittenSyllable(text: string): boolean {
  return isSyllable(text) && found.isOrderly;
}

/**
 * Where the word ends that has a letter at an index of a text in NFC, if it is a syllable as people write it; else -1.
 */
export function endOfSyllable(text: string, index: number): number {
  let start = index;
  while (start > 0 && text.charCodeAt(start - 1) >= firstLetter) start -= 1;
  return read(text, start) && found.isOrderly ? found.end : -1;
}

/** All below are spaces, digits and signs, which end a word. */
const firstLetter = 0x41;
/** What was read last; kept here so that reading makes no garbage. */
const found = { end: 0, isOrderly: false };

/** Reads a word from its start to its end. Whether it is a syllable. */
function read(text: string, start: number): boolean {
  let state = beginning;
  let tone = 0;
  let toneAt = 0;
  let marks = 0;
  let capitals = 0;
  let index = start;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < firstLetter) break;
    const unit = unitOf(code);
    state = next[state * width + (unit & letterMask)] ?? 0;
    if (state === 0) return false;
    capitals += unit >> caseShift;
    const mark = (unit >> toneShift) & toneMask;
    if (mark === 0) continue;
    tone = mark;
    toneAt = index;
    marks += 1;
  }
  found.end = index;
  found.isOrderly = capitals === 0 || isOrderly(text, start, capitals);
  return marks < 2 && takesTone(state, tone, index - 1 - toneAt);
}

/** Whether so many capitals are in their places in the word that was read. */
function isOrderly(text: string, start: number, capitals: number): boolean {
  const isFirst = unitOf(text.charCodeAt(start)) >> caseShift === upper;
  return capitals === found.end - start || (capitals === 1 && isFirst);
}

/** Whether the syllable that ends at a state has its tone, where it has one, at that place (0 is the last letter). */
function takesTone(state: number, tone: number, place: number): boolean {
  const places = tonePlaces[state] ?? 0;
  if (isStopped[state] === 1 && tone !== acute && tone !== dot) return false;
  return tone === 0 ? places !== 0 : ((places >> place) & 1) === 1;
}

function unitOf(code: number): number {
  return code < unitEnd ? (units[code] ?? 0) : 0;
}
