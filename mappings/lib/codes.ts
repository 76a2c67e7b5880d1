/**
 * Code lists. Every code carries the scheme it is from; a code is converted by its meaning only, never by its number
 * (GioiTinh 1 is male, while an odd digit in a personal number is female). A code that its list does not hold is kept
 * under the source's own scheme, so that nothing is lost and nothing is taken for what it is not.
 *
 * Canonical schemes: `sex` (male, female), `marital-status` (never-married, married, divorced-or-widowed),
 * `ethnic-2008` (Decision 1019/QĐ-TCTK of 2008: 01 to 54; `ethnic-1979`, Decision 121-TCTK/PPCĐ, where a group's code
 * of 2008 is not confirmed), `religion-qcvn109` (annex G), `abo` (A, B, AB, O),
 * `iso-3166-1-alpha-2`, `population-relationship` (relation to the head of household; the list is not public).
 */
import type { Code } from '../canonical/citizen.ts';
import { groupOfCode1979, groupOfName, type EthnicGroup } from './ethnic-groups.ts';
import { nameKeys } from './names.ts';
import { tidyText, type Checked } from './text.ts';

/** The canonical schemes: a code of another one is kept, and nobody knows what it means. */
export const canonicalSchemes: ReadonlySet<string> = new Set([
  ...['sex', 'marital-status', 'ethnic-2008', 'ethnic-1979', 'religion-qcvn109', 'abo'],
  ...['iso-3166-1-alpha-2', 'population-relationship'],
]);

/** One code as read; `known` is false where the list does not hold it. */
export type ReadCode = { code: Code; known: boolean };

/** How one source writes one kind of code. */
export type CodeList = {
  /** The scheme a code stands in when the list does not hold it. */
  sourceScheme: string;
  /** The scheme of the codes the list gives. */
  scheme: string;
  /**
   * The canonical code, with its scheme where that is another than `scheme`; undefined if the list does not hold it.
   * `unknown`: the source says it does not know.
   */
  read: (raw: string) => string | Code | undefined;
};

/** What a list gives for a code by which the source says that it does not know the value. */
const notKnown = 'unknown';

const maxCodeLength = 40;

/** A list given as a table. */
function table(scheme: string, sourceScheme: string, codes: Record<string, string>): CodeList {
  const byCode = new Map(Object.entries(codes));
  return { scheme, sourceScheme, read: (raw) => byCode.get(raw) };
}

/** A list given as words, by their unaccented letters, so that case, spaces and a missing accent do not matter. */
function words(scheme: string, sourceScheme: string, meanings: Record<string, string>): CodeList {
  const byKey = new Map(Object.entries(meanings).map(([word, code]) => [nameKeys(word).plain, code]));
  return { scheme, sourceScheme, read: (raw) => byKey.get(nameKeys(raw).plain) };
}

/** A list whose codes are kept as they are, where `known` tells which there are. */
function verbatim(scheme: string, known: (raw: string) => boolean, sourceScheme = scheme): CodeList {
  return { scheme, sourceScheme, read: (raw) => (known(raw) ? raw : undefined) };
}

const countries = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ ' +
    'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO ' +
    'FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE ' +
    'JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO ' +
    'MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW ' +
    'PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM ' +
    'TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
  ).split(' '),
);

/** The national numbering of 2008, which QCVN 109:2017 uses; the one of 1979 differs from 04 on. */
export const ethnicGroups2008 = verbatim(
  'ethnic-2008',
  (raw) => /^\d{2}$/.test(raw) && Number(raw) >= 1 && Number(raw) <= 54,
);

/** The national numbering of 1979, which many sector systems still use. */
export const ethnicGroups1979: CodeList = {
  scheme: ethnicGroups2008.scheme,
  sourceScheme: 'ethnic-1979',
  read: (raw) => canonicalGroup(groupOfCode1979(raw)),
};

/** Ethnic groups by name: as either numbering, the groups themselves or the identity papers write them. */
export const ethnicNames: CodeList = {
  scheme: ethnicGroups2008.scheme,
  sourceScheme: 'ethnic-name',
  read: (raw) => canonicalGroup(groupOfName(raw)),
};

/** By meaning. Where a group's code of 2008 is not confirmed it keeps the one of 1979 rather than a guess. */
function canonicalGroup(group: EthnicGroup | undefined): string | Code | undefined {
  if (group === undefined) return undefined;
  return group.code2008 ?? { scheme: 'ethnic-1979', code: group.code1979 };
}

/** Annex G of QCVN 109:2017; `00` is none or not stated. The list itself is not public, so only the form is known. */
export const religions = verbatim('religion-qcvn109', (raw) => /^\d{2}$/.test(raw));

export const countryCodes = verbatim('iso-3166-1-alpha-2', (raw) => countries.has(raw));

export const sexes = table('sex', 'sex-qcvn109', { '0': notKnown, '1': 'male', '2': 'female' });

export const sexWords = words('sex', 'sex-word', { Nam: 'male', Nữ: 'female' });

/** Of a system that writes now an English letter, now the Vietnamese word. */
export const sexLettersOrWords = words('sex', 'sex-letter-or-word', {
  M: 'male',
  F: 'female',
  Nam: 'male',
  Nữ: 'female',
});

export const maritalStatuses = table('marital-status', 'marital-status-qcvn109', {
  '0': notKnown,
  '1': 'never-married',
  '2': 'married',
  '3': 'divorced-or-widowed',
});

export const maritalStatusWords = words('marital-status', 'marital-status-word', {
  'Độc thân': 'never-married',
  'Chưa kết hôn': 'never-married',
  'Chưa có vợ/chồng': 'never-married',
  'Đã kết hôn': 'married',
  'Có vợ/chồng': 'married',
  'Đang có vợ/chồng': 'married',
  'Đã ly hôn': 'divorced-or-widowed',
  'Ly hôn': 'divorced-or-widowed',
  Góa: 'divorced-or-widowed',
});

export const bloodGroups = table('abo', 'blood-group-qcvn109', {
  '00': notKnown,
  '01': 'A',
  '02': 'B',
  '03': 'AB',
  '04': 'O',
});

/** Blood groups by their own letters. With a rhesus factor it is another list's code. */
export const bloodGroupLetters = verbatim('abo', (raw) => ['A', 'B', 'AB', 'O'].includes(raw), 'blood-group-letter');

const lettersAndRhesus = /^(A|B|AB|O) ?(?:Rh ?(?:D ?)?)?(?:[+−–-]|\([+−–-]\))?$/i;

/**
 * Blood groups by their letters, with a rhesus factor or without: `O`, `O+`, `AB Rh(-)`. By meaning `O+` says two things,
 * of which the group is one; the factor has no field and is left out. A zero is not taken for the letter.
 */
export const bloodGroupsWithRhesus: CodeList = {
  scheme: 'abo',
  sourceScheme: 'blood-group-rhesus',
  read: (raw) => lettersAndRhesus.exec(raw)?.[1]?.toUpperCase(),
};

/** Relation to the head of household as the population database codes it; kept as it is, no list being public. */
export const relationships = verbatim('population-relationship', () => true);

/**
 * Reads a code of a list. Undefined: the source says the value is not known. Faults: those of `tidyText` for a text
 * that cannot be a code.
 */
export function parseCode(raw: string, list: CodeList): Checked<ReadCode | undefined> {
  const tidy = tidyText(raw, maxCodeLength);
  if (!tidy.ok) return tidy;
  const read = list.read(tidy.value);
  if (read !== undefined) return { ok: true, value: found(read, list) };
  return { ok: true, value: { code: { scheme: list.sourceScheme, code: tidy.value }, known: false } };
}

function found(code: string | Code, list: CodeList): ReadCode | undefined {
  if (code === notKnown) return undefined;
  return { code: typeof code === 'string' ? { scheme: list.scheme, code } : code, known: true };
}
