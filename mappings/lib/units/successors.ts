/**
 * What became of an address: from the codes of one edition to those of the edition in force on a day.
 *
 * Equal codes are not equal areas. A commune since July 2025 most often has the code of one of its parts, so 26734
 * may name a part or the whole; where that part was split, it names neither's whole. What can be said of a code whose
 * edition is not known is only where it leads: see `presentOf`.
 */
import type { Address } from '../../canonical/citizen.ts';
import type { Edition, UnitLevel, UnitRef, UnitRow, Units } from './contract.ts';

/** Why nothing can be said of what became of an address. */
export type UnknownWhy =
  /** It is abroad, or in no known country. */
  | 'not-in-vietnam'
  /** A code without its edition: it may mean one area or another. */
  | 'edition-not-known'
  /** Its edition came into force after the day asked for. */
  | 'later-edition'
  /** It names no commune (and no district that had none), so it may lie in any of several. */
  | 'no-commune'
  | 'unknown-code'
  /** The commune lies in another district or province than the address says. */
  | 'contradictory'
  | 'no-successor';

/** `whole`: the address with the larger units that it leaves out. */
export type Succession =
  /** Its codes are those in force on the day. */
  | { kind: 'current'; whole: Address }
  /** Its unit went wholly into one. */
  | { kind: 'one'; whole: Address; address: Address }
  /** Its unit was split: only who knows the place can say which. Never to be chosen from without asking. */
  | { kind: 'split'; whole: Address; candidates: readonly Address[]; needsConfirmation: true }
  | { kind: 'unknown'; why: UnknownWhy };

/** What a code that comes without its edition can mean. */
export type Present =
  /** Whichever edition it is from, it lies in this commune today. */
  | { kind: 'one'; commune: UnitRow }
  /** It may lie in any of these. */
  | { kind: 'ambiguous'; communes: readonly UnitRow[] }
  | { kind: 'unknown-code' };

/** What became of an address by a day. Codes and edition decide, never names; the detail is kept as it is. */
export function successorsOf(units: Units, address: Address, day: string): Succession {
  if (address.country !== 'VN') return unknown('not-in-vietnam');
  const edition = units.edition(address.catalogue);
  const target = units.editionAt(day);
  if (edition === undefined || target === undefined) return unknown('edition-not-known');
  if (units.editions.indexOf(edition) > units.editions.indexOf(target)) return unknown('later-edition');
  return edition === target ? ofToday(units, address) : ofBefore(units, address, target);
}

function ofToday(units: Units, address: Address): Succession {
  const unit = smallestUnit(units, address);
  if (unit === 'no-commune') return { kind: 'current', whole: address };
  return typeof unit === 'string' ? unknown(unit) : { kind: 'current', whole: wholeOf(units, unit, address) };
}

function ofBefore(units: Units, address: Address, target: Edition): Succession {
  const unit = smallestUnit(units, address);
  if (typeof unit === 'string') return unknown(unit);
  return succession(communesAfter(units, unit, target), wholeOf(units, unit, address));
}

function succession(communes: readonly UnitRow[], whole: Address): Succession {
  const candidates = communes.map((row) => presentAddress(row, whole.detail));
  const [first] = candidates;
  if (first === undefined) return unknown('no-successor');
  return candidates.length === 1
    ? { kind: 'one', whole, address: first }
    : { kind: 'split', whole, candidates, needsConfirmation: true };
}

/**
 * Where a commune's code leads on a day if it is not known which edition it is from: the successors of every unit
 * that bore it until then. They are one commune for 3,165 of the 3,316 codes that both eras have, since the commune
 * that took the code over took the whole of its bearer; for the other 151 the bearer was split. This is not to say
 * that the code means the same in both eras: the old bearer is but a part.
 */
export function presentOf(units: Units, code: string, day: string): Present {
  const target = units.editionAt(day);
  const communes = new Map<string, UnitRow>();
  for (const edition of units.editions) {
    const unit = units.at({ catalogue: edition.id, level: 'commune', code }, day);
    if (unit === undefined || target === undefined) continue;
    for (const row of communesAfter(units, unit, target)) communes.set(row.code, row);
  }
  const [first, second] = communes.values();
  if (first === undefined) return { kind: 'unknown-code' };
  return second === undefined
    ? { kind: 'one', commune: first }
    : { kind: 'ambiguous', communes: [...communes.values()] };
}

function unknown(why: UnknownWhy): Succession {
  return { kind: 'unknown', why };
}

const levels: readonly UnitLevel[] = ['commune', 'district', 'province'];

/** The smallest unit of an address whose successors are known, checked against the larger ones it names. */
function smallestUnit(units: Units, address: Address): UnitRow | UnknownWhy {
  const level = address.commune === undefined ? 'district' : 'commune';
  const code = address[level];
  if (code === undefined) return 'no-commune';
  const [unit] = units.history({ catalogue: address.catalogue, level, code });
  if (unit === undefined) return 'unknown-code';
  if (liesElsewhere(units, unit, address)) return 'contradictory';
  if (level === 'district' && units.successors(address.catalogue, code).length === 0) return 'no-commune';
  return unit;
}

/** Whether a unit lies in other larger units than these. */
export function liesElsewhere(
  units: Units,
  unit: UnitRow,
  address: Partial<Record<UnitLevel, string | undefined>>,
): boolean {
  for (const larger of chainOf(units, unit)) {
    const said = address[larger.level];
    if (said !== undefined && said !== larger.code) return true;
  }
  return false;
}

function wholeOf(units: Units, unit: UnitRow, address: Address): Address {
  return { ...address, ...Object.fromEntries(chainOf(units, unit).map(({ level, code }) => [level, code])) };
}

/** A unit and the larger ones it lies in, smallest first. */
export function chainOf(units: Units, unit: UnitRow): UnitRow[] {
  const chain = [unit];
  for (const level of levels.slice(levels.indexOf(unit.level) + 1)) {
    const code = chain.at(-1)?.parent;
    const [larger] = code === undefined ? [] : units.history({ catalogue: unit.catalogue, level, code });
    if (larger !== undefined) chain.push(larger);
  }
  return chain;
}

/**
 * The communes of an edition that a unit went into, from edition to edition; itself if it is of that edition, none if
 * it is of a later one.
 */
function communesAfter(units: Units, unit: UnitRow, target: Edition): UnitRow[] {
  const from = units.editions.findIndex(({ id }) => id === unit.catalogue);
  const to = units.editions.indexOf(target);
  if (from >= to) return from === to ? [unit] : [];
  let codes: readonly string[] = [unit.code];
  for (const { id } of units.editions.slice(from, to)) {
    codes = [...new Set(codes.flatMap((code) => units.successors(id, code)))];
  }
  return codes.flatMap((code) => units.history(refTo(target, code)).slice(0, 1));
}

function refTo({ id }: Edition, code: string): UnitRef {
  return { catalogue: id, level: 'commune', code };
}

function presentAddress(row: UnitRow, detail: string | undefined): Address {
  const { catalogue, code: commune, parent: province } = row;
  return {
    country: 'VN',
    ...(province === undefined ? {} : { province }),
    commune,
    ...(detail === undefined ? {} : { detail }),
    catalogue,
  };
}
