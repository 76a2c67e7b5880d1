/**
 * From the key a record came under to the document its person stands in. Most often that is the same; it is not where
 * the person was found to be somebody known already, or where an act says that the record is about somebody else.
 */
import { addToGroup } from '../../mappings/lib/groups.ts';
import { actsIn, peopleIn, splitTarget, type FiledAct } from '../identity/acts.ts';
import type { PersonKeys } from '../identity/keys.ts';
import type { Citizens, CitizenDocument } from '../store/citizens.ts';
import type { Item } from './decode.ts';

export type Routed = {
  /** Every document read, by key. */
  documents: Map<string, CitizenDocument>;
  /** Items by the key of the document they go to, in the order given. */
  byDocument: Map<string, Item[]>;
  /** New keys whose records go elsewhere at once: each to the document it leads to. */
  forwards: Map<string, string>;
};

/** Leads are direct; more than one step is met only while somebody else is moving the same person. */
const mostSteps = 5;

type Tools = { citizens: Pick<Citizens, 'readMany'>; personKeys: PersonKeys };

/** Reads the documents of these keys and routes their items. */
export async function route(items: ReadonlyMap<string, readonly Item[]>, tools: Tools): Promise<Routed> {
  const documents = await tools.citizens.readMany([...items.keys()]);
  const claims = claimsOf(items, documents, tools.personKeys);
  await readLeads(documents, [...claims.values()], tools);
  await readAgain(documents, [...items.keys()], tools);
  const leads = new Map([...items.keys()].map((key) => [key, leadOf(claims.get(key) ?? key, documents)] as const));
  const splits = splitsIn(new Set(leads.values()), documents);
  await readLeads(
    documents,
    [...splits.values()].flat().flatMap(({ act }) => peopleIn(act)),
    tools,
  );
  const routed: Routed = { documents, byDocument: new Map(), forwards: new Map() };
  for (const [key, own] of items) {
    const lead = leads.get(key) ?? key;
    if (claims.has(key)) routed.forwards.set(key, lead);
    for (const item of own) place(item, { lead, acts: splits.get(lead) ?? [] }, routed);
  }
  return routed;
}

/** New keys of a system's own whose record states a personal number: their person is the one with that number. */
function claimsOf(
  items: ReadonlyMap<string, readonly Item[]>,
  documents: ReadonlyMap<string, CitizenDocument>,
  personKeys: PersonKeys,
): Map<string, string> {
  const claims = new Map<string, string>();
  for (const [key, own] of items) {
    const number = own.find(({ personalNumber }) => personalNumber !== undefined)?.personalNumber;
    const isOwn = own.some(({ scheme }) => scheme !== 'source-person');
    if (!isOwn && number !== undefined && !documents.has(key)) claims.set(key, personKeys(number));
  }
  return claims;
}

async function readLeads(
  documents: Map<string, CitizenDocument>,
  more: readonly string[],
  { citizens }: Tools,
): Promise<void> {
  let wanted = [...more];
  for (let step = 0; step < mostSteps; step += 1) {
    for (const { leadsTo } of documents.values()) if (leadsTo !== undefined) wanted.push(leadsTo);
    const missing = [...new Set(wanted)].filter((key) => !documents.has(key));
    if (missing.length === 0) return;
    const found = await citizens.readMany(missing);
    for (const [key, document] of found) documents.set(key, document);
    if (found.size === 0) return;
    wanted = [];
  }
}

/**
 * A key and the document it leads to are not read at once. Where the key has no records there, they may have been moved
 * in between, and writing there would go unnoticed: such keys are read again, until they agree.
 */
async function readAgain(
  documents: Map<string, CitizenDocument>,
  keys: readonly string[],
  tools: Tools,
): Promise<void> {
  let doubtful = keys.filter((key) => !hasRecords(key, documents));
  for (let step = 0; step < mostSteps && doubtful.length > 0; step += 1) {
    const found = await tools.citizens.readMany(doubtful);
    doubtful = doubtful.filter((key) => found.get(key)?.leadsTo !== documents.get(key)?.leadsTo);
    for (const [key, document] of found) documents.set(key, document);
    for (const key of doubtful) documents.delete(leadOf(key, documents));
    await readLeads(documents, [], tools);
    doubtful = doubtful.filter((key) => !hasRecords(key, documents));
  }
}

/** Whether a key stands for itself, or has records where it leads to. */
function hasRecords(key: string, documents: ReadonlyMap<string, CitizenDocument>): boolean {
  if (documents.get(key)?.leadsTo === undefined) return true;
  return documents.get(leadOf(key, documents))?.slices.some(({ node }) => node === key) === true;
}

function leadOf(key: string, documents: ReadonlyMap<string, CitizenDocument>): string {
  let lead = key;
  for (let step = 0; step < mostSteps; step += 1) {
    const next = documents.get(lead)?.leadsTo;
    if (next === undefined) return lead;
    lead = next;
  }
  return lead;
}

/** The acts of splitting in these documents; most have none and are not in the map. */
function splitsIn(
  keys: ReadonlySet<string>,
  documents: ReadonlyMap<string, CitizenDocument>,
): ReadonlyMap<string, readonly FiledAct[]> {
  const splits = new Map<string, readonly FiledAct[]>();
  for (const key of keys) {
    const document = documents.get(key);
    if (document?.slices.some(({ identity }) => identity?.kind === 'split') !== true) continue;
    splits.set(
      key,
      actsIn(document).filter(({ act }) => act.kind === 'split'),
    );
  }
  return splits;
}

function place(item: Item, { lead, acts }: { lead: string; acts: readonly FiledAct[] }, routed: Routed): void {
  const { person: node, slice } = item;
  const into = acts.length === 0 || slice.identity !== undefined ? undefined : splitTarget(acts, { node, ...slice });
  const key = into === undefined ? lead : leadOf(into, routed.documents);
  const placed =
    key === node && into === undefined ? item : { ...item, slice: placedSlice(slice, { key, node, into }) };
  addToGroup(routed.byDocument, key, placed);
}

function placedSlice(slice: Item['slice'], at: { key: string; node: string; into: string | undefined }): Item['slice'] {
  const { key, node, into } = at;
  return { ...slice, ...(key === node ? {} : { node }), ...(into === undefined ? {} : { unit: into }) };
}
