/**
 * Addresses written as text: `số 5 đường X, Phường Tân Định, Thị xã Bến Cát, Tỉnh Bình Dương`. Read from the right, the
 * larger unit first, each name only within the unit before it. What stands next to the province decides the era: a
 * district, and the address is of an edition with districts; a commune with the word for its type, and it is of one
 * without. So a bare new name is never taken for an old unit that is called the same (249 old communes share the name
 * of a new one of their province that they did not go into). What does not fit whole is not taken in part.
 */
import type { Address } from '../../canonical/citizen.ts';
import type { Edition, UnitRow, Units } from './contract.ts';
import { parseUnitName, typesOfLevel, unitKey, type ParsedName } from './names.ts';

/** A part of the text between two separators, and where it begins. */
type Piece = { text: string; start: number };

type Writing = {
  text: string;
  pieces: readonly Piece[];
  /** Whether a dash may also stand inside a name (`Bà Rịa - Vũng Tàu`). */
  dashes: boolean;
};

/** How a unit was called: by the word for a type that it has or had, by another one, or by its name alone. */
type Called = 'by-its-type' | 'by-another-type' | 'by-name';

/** A unit found, and how many pieces stand before it. */
type Found = { code: string; called: Called; left: number };

type Place = { edition: Edition; parent: string };

/** A text being read in one edition. */
type Reader = { units: Units; writing: Writing; edition: Edition };

/** What was read in one edition; the `left` pieces before it are the detail. */
type Reading = Pick<Address, 'province' | 'district' | 'commune' | 'catalogue'> & { left: number };

const commas = /[,;]/g;
const commasAndDashes = /[,;]|\s[-\u2013\u2014]\s/g;
const outer = /^[\s.]+|[\s.]+$/g;
const trailing = /[\s,;\u2013\u2014-]+$/;
const road = unitKey('lộ');
const countryKeys: ReadonlySet<string> = new Set(['Việt Nam', 'VN'].map(unitKey));

/**
 * Reads a tidied text as it was written on a day: editions that came later are not thought of. Undefined if its units
 * cannot be told with certainty.
 */
export function resolveAddress(units: Units, text: string, day: string): Address | undefined {
  const known = units.editions.filter(({ validFrom }) => validFrom === undefined || validFrom <= day);
  return (
    readWriting(units, known, { text, pieces: piecesOf(text, commas), dashes: false }) ??
    readWriting(units, known, { text, pieces: piecesOf(text, commasAndDashes), dashes: true })
  );
}

/** The pieces of a text, without the country at its end. */
function piecesOf(text: string, separator: RegExp): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (const match of [...text.matchAll(separator), undefined]) {
    const piece = text.slice(start, match?.index).replaceAll(outer, '');
    if (piece !== '') pieces.push({ text: piece, start });
    start = match === undefined ? text.length : match.index + match[0].length;
  }
  const last = pieces.at(-1);
  return last !== undefined && countryKeys.has(unitKey(last.text)) ? pieces.slice(0, -1) : pieces;
}

function readWriting(units: Units, known: readonly Edition[], writing: Writing): Address | undefined {
  const readings = known.flatMap((edition) => readIn({ units, writing, edition }) ?? []);
  // Whatever names no commune is taken only if one edition alone can read it; the newest of several that can read all.
  const whole = readings.findLast(({ commune }) => commune !== undefined);
  const reading = whole ?? (readings.length === 1 ? readings[0] : undefined);
  if (reading === undefined) return undefined;
  const { left, ...found } = reading;
  const detail = left === 0 ? '' : writing.text.slice(0, writing.pieces[left]?.start).replace(trailing, '');
  return { country: 'VN', ...found, ...(detail === '' ? {} : { detail }) };
}

function readIn(reader: Reader): Reading | undefined {
  const province = findAtEnd(reader, '');
  if (province === undefined) return undefined;
  return reader.edition.hasDistricts ? readWithDistricts(reader, province) : readWithoutDistricts(reader, province);
}

function readWithDistricts(reader: Reader, province: Found): Reading | undefined {
  const told = { catalogue: reader.edition.id, province: province.code };
  const city = cityOf(reader, province);
  const inCity = city && readDistrict(reader, told, city);
  if (inCity !== undefined) return inCity;
  if (province.left === 0) return { ...told, left: 0 };
  const district = find(reader, province);
  return district && readDistrict(reader, told, district);
}

function readWithoutDistricts(reader: Reader, province: Found): Reading | undefined {
  const told = { catalogue: reader.edition.id, province: province.code };
  if (province.called === 'by-another-type' && isOldCity(reader)) return undefined;
  if (province.left === 0) return { ...told, left: 0 };
  const commune = find(reader, province);
  return commune && withDetail(reader.writing, { ...told, commune: commune.code, left: commune.left });
}

/**
 * The city that a text ends with where it leaves out the province, which is called the same: by the word for its type
 * Thành phố Hà Tĩnh is the city, not the province of Hà Tĩnh.
 */
function cityOf(reader: Reader, province: Found): Found | undefined {
  const city = province.called === 'by-another-type' ? findAtEnd(reader, province.code) : undefined;
  return city?.called === 'by-its-type' ? city : undefined;
}

/** Whether a text ends with a city of an edition with districts: then its ward is none of an edition without. */
function isOldCity({ units, writing }: Reader): boolean {
  return units.editions.some((edition) => {
    const reader = { units, writing, edition };
    const province = edition.hasDistricts ? findAtEnd(reader, '') : undefined;
    return province !== undefined && cityOf(reader, province) !== undefined;
  });
}

/**
 * A district without a commune, because none is told or because it has none (an island, which went whole into a special
 * zone), is taken if it is called one: without the word it might be a commune.
 */
function readDistrict(reader: Reader, province: Omit<Reading, 'left'>, district: Found): Reading | undefined {
  const { units, writing, edition } = reader;
  const told = { ...province, district: district.code };
  const isWhole = district.left === 0 || units.successors(edition.id, district.code).length > 0;
  if (isWhole) return district.called === 'by-name' ? undefined : withDetail(writing, { ...told, left: district.left });
  const commune = find(reader, district);
  return commune && withDetail(writing, { ...told, commune: commune.code, left: commune.left });
}

/** A detail that names a further unit contradicts what was found. */
function withDetail({ pieces }: Writing, reading: Reading): Reading | undefined {
  return pieces.slice(0, reading.left).some(({ text }) => namesUnit(text)) ? undefined : reading;
}

/** Whether a piece begins with the word for a unit. P. 12 is a room, and Tỉnh lộ 8 and Huyện lộ 9 are roads. */
function namesUnit(text: string): boolean {
  const { type, key, abbreviated } = parseUnitName(text);
  if (type === undefined || type === 'province') return false;
  return !(abbreviated && /^\d/.test(key)) && !key.startsWith(road);
}

/** The one unit of a parent that the last piece names. */
function findAtEnd(reader: Reader, parent: string): Found | undefined {
  return find(reader, { code: parent, left: reader.writing.pieces.length });
}

/** The one unit in another that the last piece left of it names; or the last two, where a dash parted them. */
function find({ units, writing, edition }: Reader, { code: parent, left }: Omit<Found, 'called'>): Found | undefined {
  const { pieces, dashes } = writing;
  const last = pieces[left - 1];
  if (last === undefined) return undefined;
  const found = match(units, { edition, parent }, last.text);
  const before = pieces[left - 2];
  if (found !== undefined) return { ...found, left: left - 1 };
  const both =
    dashes && before !== undefined ? match(units, { edition, parent }, `${before.text} ${last.text}`) : undefined;
  return both && { ...both, left: left - 2 };
}

function match(units: Units, { edition, parent }: Place, text: string): Omit<Found, 'left'> | undefined {
  const name = parseUnitName(text);
  const rows = units.named({ catalogue: edition.id, parent, key: name.key });
  const fitting = rows.filter(({ type }) => type === name.type);
  const isCalledSo = fitting.length > 0;
  const codes = new Set(
    (isCalledSo ? fitting : rows.filter((row) => mayBe(name, row, edition))).map(({ code }) => code),
  );
  const [code] = codes;
  if (code === undefined || codes.size > 1) return undefined;
  if (name.type === undefined) return { code, called: 'by-name' };
  return { code, called: isCalledSo ? 'by-its-type' : 'by-another-type' };
}

/**
 * Whether a unit may be meant though the word for its type is left out or another. Types change while units stay (an
 * address may call Bến Cát a town that became a city), but a commune that no district holds must be called by its own,
 * and a number alone is no name.
 */
function mayBe({ type, key }: ParsedName, row: UnitRow, { hasDistricts }: Edition): boolean {
  if (row.level === 'commune' && !hasDistricts) return false;
  return type === undefined ? !/^\d+$/.test(key) : typesOfLevel[row.level].includes(type);
}
