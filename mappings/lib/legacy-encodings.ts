/**
 * Texts that are Vietnamese in an encoding of before Unicode, read as if they were windows-1252: `NguyÔn` is TCVN3
 * (the ABC fonts), `Nguyeãn` is VNI-Windows, both are `Nguyễn`. Such a text looks like any other with accented letters
 * (`José`), so what decides is the structure of Vietnamese syllables: as it stands the text has none, decoded it has
 * nothing else.
 */
import { isMisreadUtf8, rereadUtf8 } from './misread-utf8.ts';
import { isSyllable, isWrittenSyllable } from './syllables.ts';

/** Vowels as both encodings order them below: without tone, huyền, hỏi, ngã, sắc, nặng. */
const tones = ['', '\u0300', '\u0309', '\u0303', '\u0301', '\u0323'];

/**
 * TCVN 5712:1993, VN3: one character each, tones in the order of `tones`. Capitals with a tone have none of their own:
 * the fonts for capitals (.VnTimeH) show the same characters as capitals, which is put right in `restoreCase`.
 */
const tcvn3Rows = [
  ...['aaµ¶·¸¹', 'ă¨»¼½¾Æ', 'â©ÇÈÉÊË', 'eeÌÎÏÐÑ', 'êªÒÓÔÕÖ', 'ii×ØÜÝÞ', 'ooßáâãä', 'ô«åæçèé', 'ơ¬êëìíî', 'uuïñòóô'],
  ...['ư\u00adõö÷øù', 'yyúûüýþ', 'đ®', 'Ă¡', 'Â¢', 'Ê£', 'Ô¤', 'Ơ¥', 'Ư¦', 'Đ§'],
];

/**
 * VNI-Windows: a vowel, then the mark for circumflex, breve, tone, or two of them at once; i and y have characters of
 * their own for some, ơ, ư and đ for themselves. Capitals are the capitals of the same characters.
 */
const vniRows = [
  ...['a a aø aû aõ aù aï', 'ă aê aè aú aü aé aë', 'â aâ aà aå aã aá aä', 'e e eø eû eõ eù eï', 'ê eâ eà eå eã eá eä'],
  ...['i i ì æ ó í ò', 'o o oø oû oõ où oï', 'ô oâ oà oå oã oá oä', 'ơ ô ôø ôû ôõ ôù ôï', 'u u uø uû uõ uù uï'],
  ...['ư ö öø öû öõ öù öï', 'y y yø yû yõ yù î', 'đ ñ'],
];

const tcvn3 = new Map<string, string>();
for (const [letter = '', ...codes] of tcvn3Rows.map((row) => Array.from(row))) {
  for (const [tone, code] of codes.entries()) tcvn3.set(code, (letter + (tones[tone] ?? '')).normalize('NFC'));
}

const vni = new Map<string, string>();
for (const [letter = '', ...codes] of vniRows.map((row) => row.split(' '))) {
  for (const [tone, code] of codes.entries()) {
    const meaning = (letter + (tones[tone] ?? '')).normalize('NFC');
    vni.set(code, meaning).set(code.toUpperCase(), meaning.toUpperCase());
    // The mark of the other case: AÙ and Aù, where the writer held the key or not.
    if (code.length === 2) vni.set(code.charAt(0).toUpperCase() + code.charAt(1), meaning.toUpperCase());
  }
}

/** Characters that a text in either encoding has at least one of. */
const suspect = /[\u00a1-\u00ff]/;
const beyondAscii = /[^\n -~]/;
/** Runs of anything but spaces and ASCII signs and digits, with a letter in them. */
const wordPattern = /[^\s!-@[-`{-~]*[a-zÀ-ÖØ-öø-\uffff][^\s!-@[-`{-~]*/gi;
/** What an ASCII word of a Vietnamese text looks like, accents left out or not needed. */
const asciiSyllable = /^(?:[bcdhklmnrstvx]|[cgkpt]h|g[hi]?|ngh?|nh|p|qu|tr)?[aeiouy]{1,3}(?:[mnpt]|ch?|n[gh])?$/i;

/** Signs of windows-1252 that are letters in TCVN3, and where no other text has them: within or at the end of a word. */
const sign = /[¡-¬®-¿×÷]/;
const signOfLetter = /[a-z](?:[¡-¨«¬µ¶¸¼-¾×÷]|[©ª®¹»][a-z])|[¢-¨¬µ¶¸¼-¾][a-z]/i;
/** Letters of a case that no word has there: TuÊn, TÊn, NGäC. */
const oddCase = /[a-zß-ÿ][À-Þ]|^[A-Z][À-Þ][a-z]|[A-Z]{2}[ß-ÿ]|[A-Z][ß-ÿ][A-Z]/;
/** Marks of VNI after their vowels where no name of another language that decodes to a syllable has the two together. */
const vniPair = /[aeo][âäåûø]|[eo]ã|a[êùü]|[eo]ù|[aeo]õ|[uyôö][ûøõùï]/i;
/** What Vietnamese never has in Unicode: letters of other languages, huyền or ngã before a stop, onh, uyô, uú. */
const unVietnamese = /[\u00adäåæçëîïñöøûüßþ×÷]|[àãèìòõù](?:ch?|p|t)$|[òó]nh$|uyô|uú/i;

/**
 * Names of other languages that would be Vietnamese syllables if decoded: what is in use where its letters are at
 * home, of some 98,000 names with such letters from 105 countries.
 */
const foreignWords = wordSet(
  'aï aït baán bång buçi caïn cé céc cè chaï chaïm daám dän dña dön döm døi duçi gaët gäng gé gém gép giçi giña gön ' +
    'guçi haïm høi lång läng leï loïc luçi lü lyø maï mª mæng muçi naï naïm nü ön päi raï ruçi ryø saï säc seán seàn suçi ' +
    'tång täng thaï tuçi ün vång',
);
/** Names of other ethnic groups that are no Vietnamese syllables. */
const ethnicWords = wordSet('niê mlô kbuôr êban byă ksơr hđơk kpă bhăm dhăm brếp brèo');
/** They also have these letters where Vietnamese has none: `Ka Hâ`, `Y Tôt`. (Vâ is the surname Võ in TCVN3.) */
const ethnicForm = /^(?!vâ$)[b-df-hj-np-tv-z]*[âêô][b-df-hj-np-tv-z]*$/i;

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

const encodings = ['tcvn3', 'vni'] as const;
type Encoding = (typeof encodings)[number];

/** A word that is not all ASCII: whether it is Vietnamese as it stands, and the word it is in each encoding. */
type Word = { text: string; isProper: boolean; isForeign: boolean; decoded: Record<Encoding, string | undefined> };

/** What stands for a letter that some program could not read. */
const lostLetter = '\ufffd';

/**
 * The text in Unicode: as it is unless it is certainly in a legacy encoding, or in UTF-8 that was read as one. Undefined
 * where it has words that are but the whole cannot be decoded, or could be either, and where letters of it were lost.
 * The text must be in NFC.
 */
export function decodeLegacy(text: string): string | undefined {
  if (text.includes(lostLetter)) return undefined;
  if (!suspect.test(text)) return text;
  const reread = decodeMisread(text);
  if (reread !== undefined || isMisreadUtf8(text)) return reread;
  const words = wordsOf(text);
  return words.every(({ isProper }) => isProper) ? text : decodeWords(text, words);
}

/** What a text was that is UTF-8 misread. Where it need not be, what it was must have Vietnamese words alone. */
function decodeMisread(text: string): string | undefined {
  const reread = rereadUtf8(text);
  if (reread === undefined || decodeLegacy(reread) !== reread) return undefined;
  return isMisreadUtf8(text) || wordsOf(reread).every(({ isProper }) => isProper) ? reread : undefined;
}

/** The words of a text that are not all ASCII. */
function wordsOf(text: string): Word[] {
  return (text.match(wordPattern) ?? []).filter((word) => beyondAscii.test(word)).map(toWord);
}

/** As `decodeLegacy`, of a text with words that are not Vietnamese as they stand. */
function decodeWords(text: string, words: readonly Word[]): string | undefined {
  const isVietnamese = (text.match(wordPattern) ?? []).every(
    (word) => beyondAscii.test(word) || asciiSyllable.test(word),
  );
  const fitting = encodings.filter((encoding) => fits(encoding, words, isVietnamese));
  const [encoding, other] = fitting;
  if (encoding !== undefined && other === undefined) return decodeText(text, encoding);
  return encoding !== undefined || words.some(looksLegacy) ? undefined : text;
}

function toWord(text: string): Word {
  const read = text.replace(/^Ð/, 'Đ');
  const isProper = isWrittenSyllable(read) || ethnicWords.has(read.toLowerCase());
  const isForeign = foreignWords.has(text.toLowerCase());
  return { text, isProper, isForeign, decoded: { tcvn3: known(decodeTcvn3(text)), vni: known(decodeVni(text)) } };
}

function known(word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  return isSyllable(word) || ethnicWords.has(word.toLowerCase()) ? word : undefined;
}

/**
 * Whether a text can be in an encoding: all its words decode, and one of them certainly is in it. Or its ASCII words
 * look Vietnamese, too, and what decodes to another word was no word before, or no Vietnamese one ever.
 */
function fits(encoding: Encoding, words: readonly Word[], isVietnamese: boolean): boolean {
  if (words.some(({ decoded }) => decoded[encoding] === undefined)) return false;
  if (words.some((word) => isCertain(word, encoding))) return true;
  const changed = words.filter(({ text, decoded }) => decoded[encoding] !== text);
  const telling = changed.filter(({ text, isProper, isForeign }) => !isProper && !isForeign && !ethnicForm.test(text));
  const isStrong = ({ text, decoded }: Word): boolean =>
    unVietnamese.test(text) || (encoding === 'vni' && (decoded.vni ?? text).length < text.length);
  return isVietnamese && telling.length > 0 && (telling.length === changed.length || telling.some(isStrong));
}

/** Whether a word is written so in one encoding only, and in no other text. */
function isCertain({ text, isProper, isForeign, decoded }: Word, encoding: Encoding): boolean {
  if (isProper || isForeign || decoded[encoding] === undefined) return false;
  const isTcvn3 = encoding === 'tcvn3';
  if (decoded[isTcvn3 ? 'vni' : 'tcvn3'] !== undefined) return false;
  return isTcvn3 ? sign.test(text) || oddCase.test(text) : vniPair.test(text);
}

function looksLegacy(word: Word): boolean {
  return encodings.some((encoding) => isCertain(word, encoding)) || signOfLetter.test(word.text);
}

function decodeText(text: string, encoding: Encoding): string {
  if (encoding === 'vni') return text.replace(wordPattern, (word) => decodeVni(word) ?? word);
  return restoreCase(text.replace(wordPattern, (word) => decodeTcvn3(word) ?? word));
}

/** Ð at the beginning is the look-alike of Đ, and not é, with which no name begins. */
function decodeTcvn3(word: string): string | undefined {
  if (word.startsWith('Ð')) return undefined;
  let decoded = '';
  for (const character of word) {
    const letter = tcvn3.get(character) ?? (beyondAscii.test(character) ? undefined : character);
    if (letter === undefined) return undefined;
    decoded += letter;
  }
  return decoded;
}

function decodeVni(word: string): string | undefined {
  let decoded = '';
  for (let index = 0; index < word.length; index += 1) {
    const pair = vni.get(word.slice(index, index + 2));
    const one = word.charAt(index);
    const letter = pair ?? vni.get(one) ?? (beyondAscii.test(one) ? undefined : one);
    if (letter === undefined) return undefined;
    decoded += letter;
    if (pair !== undefined && index + 1 < word.length) index += 1;
  }
  return decoded;
}

/**
 * Gives decoded TCVN3 its capitals with a tone. Where all of the text or of a word is in capitals as far as the
 * encoding can tell, they are; at the beginning of a word they are where all other words begin with a capital.
 */
function restoreCase(text: string): string {
  const isUpper = (part: string): boolean => !/[a-z]/.test(part) && /[A-ZĂÂÊÔƠƯĐ][^\s]*[A-ZĂÂÊÔƠƯĐ]/.test(part);
  if (isUpper(text)) return text.toUpperCase();
  const words = text.match(wordPattern) ?? [];
  const isTitle = words.some((word) => /^\p{Lu}/u.test(word)) && !words.some((word) => /^[a-zăâêôơưđ]/.test(word));
  return text.replace(wordPattern, (word) => {
    if (isUpper(word)) return word.toUpperCase();
    return isTitle ? word.charAt(0).toUpperCase() + word.slice(1) : word;
  });
}
