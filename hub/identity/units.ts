/**
 * Units: what identity is decided about. A unit is all records that came under one key (a personal number, or what a
 * system calls its person), unless an act of splitting says that some of them are about somebody else. Units are never
 * cut; a citizen is one unit, or several that are known to be one.
 */
import { addToGroup } from '../../mappings/lib/groups.ts';
import type { CitizenDocument, StoredSlice } from '../store/schemas.ts';
import type { PersonKeys } from './keys.ts';
import type { Features, Matcher } from './matching/contract.ts';

export type Unit = {
  key: string;
  /** Where its records stand now. */
  home: string;
  slices: readonly StoredSlice[];
  /** The personal number it is about, if its key is that of one. */
  number: string | undefined;
  /** The key of the personal number its records state, where its own key is not that of a number. */
  claims: string | undefined;
  features: Features;
  blocks: readonly number[];
};

export type UnitTools = { matcher: Matcher; personKeys: PersonKeys };

/** The key a record came under. */
export function nodeOf(slice: StoredSlice, document: Pick<CitizenDocument, '_id'>): string {
  return slice.node ?? document._id;
}

/** The unit a record belongs to. */
export function unitOf(slice: StoredSlice, document: Pick<CitizenDocument, '_id'>): string {
  return slice.unit ?? nodeOf(slice, document);
}

/** The units that stand in one document. */
export function unitsIn(document: CitizenDocument, tools: UnitTools): Unit[] {
  const groups = new Map<string, StoredSlice[]>();
  for (const slice of document.slices) addToGroup(groups, unitOf(slice, document), slice);
  return [...groups].map(([key, slices]) => makeUnit({ key, slices, document }, tools));
}

/** A unit of these records, which stand in `document`. */
export function makeUnit(
  { key, slices, document }: { key: string; slices: readonly StoredSlice[]; document: CitizenDocument },
  { matcher, personKeys }: UnitTools,
): Unit {
  // Acts alone make nobody known by a number: whose records all turned out to be about others has none.
  const isStated = slices.some(({ identity }) => identity === undefined);
  const own = document.identifiers.find(({ node }) => (node ?? document._id) === key)?.value;
  const number = isStated ? own : undefined;
  const stated = number ?? statedNumber(slices);
  const features = { ...matcher.featuresOf(slices), personalNumbers: stated === undefined ? [] : [stated] };
  return {
    key,
    home: document._id,
    slices,
    number,
    claims: number === undefined && stated !== undefined ? personKeys(stated) : undefined,
    features,
    blocks: matcher.blocksOf(features),
  };
}

/**
 * Whom records without a number as their key say they are about: the number of the newest that states one. A record
 * that was split off states a number that is not its person's.
 */
function statedNumber(slices: readonly StoredSlice[]): string | undefined {
  let newest: StoredSlice | undefined;
  for (const slice of slices) {
    if (slice.fields.personalNumber === undefined || slice.unit !== undefined || slice.identity !== undefined) continue;
    if (newest === undefined || isNewer(slice, newest)) newest = slice;
  }
  return newest?.fields.personalNumber;
}

function isNewer(one: StoredSlice, other: StoredSlice): boolean {
  if (one.asOf !== other.asOf) return one.asOf > other.asOf;
  if (one.sourceVersion !== other.sourceVersion) return one.sourceVersion > other.sourceVersion;
  return `${one.system}\n${one.sourceKey}` < `${other.system}\n${other.sourceKey}`;
}

/** Whether a unit has neither a number nor a claim to one: only matching can tell who it is. */
export function isOpen({ number, claims }: Unit): boolean {
  return number === undefined && claims === undefined;
}

/** What a document is found under, for its indexes. */
export function indexOf(units: readonly Unit[]): Pick<CitizenDocument, 'blocks' | 'open'> {
  const [only, ...more] = units;
  if (only !== undefined && more.length === 0) {
    const blocks = [...only.blocks];
    return { blocks, open: isOpen(only) ? blocks : [] };
  }
  const all = (some: readonly Unit[]): number[] =>
    [...new Set(some.flatMap(({ blocks }) => blocks))].sort((a, b) => a - b);
  return { blocks: all(units), open: all(units.filter(isOpen)) };
}
