/**
 * Everything that can matter for who somebody is: from some documents outwards along the keys that records and acts
 * name, and along judgements `same`, until nothing new is found. What is only similar is judged, and not followed.
 */
import { addToGroup } from '../../mappings/lib/groups.ts';
import type { Citizens, CitizenDocument, StoredSlice } from '../store/citizens.ts';
import type { Reviews } from '../store/reviews.ts';
import { editSlice } from '../store/schemas.ts';
import { actsIn, peopleIn, splitTargetIn, type FiledAct } from './acts.ts';
import type { Judged } from './arrange.ts';
import { pairKey } from './clusters.ts';
import { unlessCommon, type Partners, type PartnerSearch } from './partners.ts';
import { isOpen, makeUnit, nodeOf, unitOf, unitsIn, type Unit, type UnitTools } from './units.ts';

export type Component = {
  /** As they stand now, by key; those that lead elsewhere too. */
  documents: ReadonlyMap<string, CitizenDocument>;
  units: ReadonlyMap<string, Unit>;
  acts: FiledAct[];
  /** Bands `same` and `review`. */
  judged: Judged[];
  /** Units that somebody here resembles, and no more. */
  outside: ReadonlyMap<string, Outsider>;
};

/** Where a unit stands that is not looked at itself, and whether its person has a number. */
export type Outsider = { home: string; etag: string; isAnchored: boolean };

export type GateTools = UnitTools & {
  citizens: Pick<Citizens, 'readMany'>;
  partners: PartnerSearch;
  reviews: Pick<Reviews, 'openAbout'>;
};

/**
 * Reads the component around these keys. Whom a question asks about together with `changed` is looked at, too, however
 * little they resemble anybody here now: what stood in their way may be gone. Where something stood in the way of
 * anybody there is a question; and whatever spoke for somebody stands with them.
 */
export async function readComponent(
  { keys, changed }: { keys: readonly string[]; changed: readonly string[] },
  tools: GateTools,
): Promise<Component> {
  const documents = await tools.citizens.readMany([...new Set([...keys, ...changed])]);
  const reading: Reading = {
    documents,
    judged: new Map(),
    outside: new Map(),
    searched: new Set(),
    asked: new Set(keys),
  };
  for (const key of changed) reading.asked.add(key);
  let wanted = await askedAbout(changed, documents, tools);
  for (;;) {
    const { units, acts } = await readDocuments(wanted, reading, tools);
    const fresh = [...units.values()].filter(({ key }) => !reading.searched.has(key));
    if (fresh.length === 0) {
      for (const key of units.keys()) reading.outside.delete(key);
      return { documents, units, acts, judged: [...reading.judged.values()], outside: reading.outside };
    }
    for (const { key } of fresh) reading.searched.add(key);
    const met = await searchPartners(fresh, { units, ...reading }, tools);
    for (const { pair, judgement } of met) reading.judged.set(pairKey(...pair), { pair, judgement });
    wanted = met.flatMap(({ judgement, home }) => (judgement.band === 'same' ? [home] : []));
  }
}

/** A component as far as it is read. */
type Reading = {
  documents: Map<string, CitizenDocument>;
  judged: Map<string, Judged>;
  outside: Map<string, Outsider>;
  /** Units whose partners were looked for, and keys whose documents were asked for. */
  searched: Set<string>;
  asked: Set<string>;
};

/** Reads these documents and all that they name, and what those name. */
async function readDocuments(
  keys: readonly string[],
  { documents, asked }: Reading,
  tools: GateTools,
): Promise<{ units: Map<string, Unit>; acts: FiledAct[] }> {
  let wanted: readonly string[] = keys;
  for (;;) {
    const missing = [...new Set(wanted)].filter((key) => !asked.has(key));
    for (const key of missing) asked.add(key);
    for (const [key, document] of await tools.citizens.readMany(missing)) documents.set(key, document);
    const gathered = gather(documents, tools);
    wanted = namedBy(documents, gathered.units, gathered.acts).filter((key) => !asked.has(key));
    if (wanted.length === 0) return gathered;
  }
}

/** Whom open questions about these documents, or about anybody in them, name besides. */
async function askedAbout(
  keys: readonly string[],
  documents: ReadonlyMap<string, CitizenDocument>,
  { reviews }: GateTools,
): Promise<string[]> {
  const units = keys.flatMap((key) => {
    const document = documents.get(key);
    return document === undefined ? [] : document.slices.map((slice) => unitOf(slice, document));
  });
  return (await reviews.openAbout([...new Set([...keys, ...units])])).flatMap(({ nodes }) => nodes);
}

/** The units of all documents, each record with whom the acts of splitting say it is about. */
function gather(
  documents: ReadonlyMap<string, CitizenDocument>,
  tools: UnitTools,
): { units: Map<string, Unit>; acts: FiledAct[] } {
  const all = [...documents.values()];
  const acts = all.flatMap(actsIn);
  const groups = new Map<string, { document: CitizenDocument; slices: StoredSlice[] }>();
  for (const document of all) {
    for (const slice of document.slices) {
      const node = nodeOf(slice, document);
      const key = splitTargetIn(acts, slice, document) ?? node;
      const group = groups.get(key) ?? { document, slices: [] };
      group.slices.push(placed(slice, { node, unit: key }));
      groups.set(key, group);
    }
  }
  const numbers = all.flatMap(({ _id, identifiers }) =>
    identifiers.map((each) => ({ ...each, node: each.node ?? _id })),
  );
  const units = [...groups].map(([key, { document, slices }]) => {
    const home = { ...document, identifiers: numbers };
    return [key, makeUnit({ key, slices, document: home }, tools)] as const;
  });
  return { units: new Map(units), acts };
}

/** A record as it stands outside any document: with the key it came under, and its unit where that is another. */
function placed(slice: StoredSlice, { node, unit }: { node: string; unit: string }): StoredSlice {
  if (slice.node === node && slice.unit === (unit === node ? undefined : unit)) return slice;
  return editSlice(slice, { node, unit: unit === node ? null : unit });
}

/** Every key whose document has a say: where records are and came from, whom they and the acts name. */
function namedBy(
  documents: ReadonlyMap<string, CitizenDocument>,
  units: ReadonlyMap<string, Unit>,
  acts: readonly FiledAct[],
): string[] {
  const named = acts.flatMap(({ act }) => peopleIn(act));
  for (const { leadsTo, identifiers } of documents.values()) {
    if (leadsTo !== undefined) named.push(leadsTo);
    for (const { node } of identifiers) if (node !== undefined) named.push(node);
  }
  for (const { key, claims, slices } of units.values()) {
    named.push(key, ...slices.flatMap(({ node }) => (node === undefined ? [] : [node])));
    if (claims !== undefined) named.push(claims);
  }
  return named;
}

type Found = {
  units: ReadonlyMap<string, Unit>;
  documents: ReadonlyMap<string, CitizenDocument>;
  outside: Map<string, Outsider>;
};

/** A judgement other than `new`, and where the partner stands. */
type Met = Judged & { home: string };

/** Looks for partners of these units and judges them. */
async function searchPartners(seeking: readonly Unit[], found: Found, tools: GateTools): Promise<Met[]> {
  const open = seeking.filter(isOpen).flatMap(({ blocks }) => blocks);
  const known = seeking.flatMap((unit) => (isOpen(unit) ? [] : unit.blocks));
  // How common a key is, is counted among everybody: it must not depend on which of two is looked at.
  const blocks = [...open, ...(await tools.partners.blocksOfOpen(known))];
  const met: Met[] = [];
  for await (const part of tools.partners.find(blocks)) {
    met.push(...judgePart(seeking, part, { found, tools }));
  }
  return met;
}

/** Judges every pair that meets under one of the part's keys and of whom one is open. */
function judgePart(
  seeking: readonly Unit[],
  { blocks, found: documents }: Partners,
  { found, tools }: { found: Found; tools: GateTools },
): Met[] {
  // Who is in the component already is known better there.
  const strangers = documents.filter(({ _id }) => !found.documents.has(_id));
  const outsiders = new Map<string, Outsider>();
  const others = new Map(found.units);
  for (const document of strangers) {
    const isAnchored = document.identifiers.length > 0;
    for (const unit of unitsIn(document, tools)) {
      if (!others.has(unit.key)) others.set(unit.key, unit);
      outsiders.set(unit.key, { home: document._id, etag: document.etag, isAnchored });
    }
  }
  const met = judgePairs(seeking, { blocks, others: [...others.values()] }, tools.matcher);
  for (const { pair } of met) {
    const outsider = outsiders.get(pair[1]);
    if (outsider !== undefined) found.outside.set(pair[1], outsider);
  }
  return met;
}

function judgePairs(
  seeking: readonly Unit[],
  { blocks, others }: { blocks: ReadonlySet<number>; others: readonly Unit[] },
  matcher: UnitTools['matcher'],
): Met[] {
  const byBlock = new Map<number, Unit[]>();
  for (const unit of others) for (const block of unit.blocks) if (blocks.has(block)) addToGroup(byBlock, block, unit);
  return seeking.flatMap((unit) => {
    const met = new Set(unit.blocks.flatMap((block) => unlessCommon(byBlock.get(block))));
    return [...met].flatMap((other): Met[] => {
      if (other.key === unit.key || !(isOpen(unit) || isOpen(other))) return [];
      const judgement = matcher.judge(unit.features, other.features);
      return judgement.band === 'new' ? [] : [{ pair: [unit.key, other.key], judgement, home: other.home }];
    });
  });
}
