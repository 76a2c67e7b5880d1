/**
 * The identity gate: after records were applied to the documents they came to, whoever those records may turn out to be
 * is looked at again, and documents are joined or parted. Every way in passes here, since every way in is a record.
 *
 * What stands after the gate depends on the records, acts and rules there are, and not on their order: a document is
 * written before its partners are looked for, so of two that arrive at once at least one finds the other; and a change
 * is written only if none of the documents it was decided on has changed meanwhile (else it is decided anew).
 */
import { HubError } from '../errors.ts';
import type { CitizenDocument, Citizens, PendingEvent } from '../store/citizens.ts';
import type { Question, Reviews } from '../store/reviews.ts';
import { pairKey } from './clusters.ts';
import { arrange, type Arrangement } from './arrange.ts';
import { readComponent, type Component } from './component.ts';
import { splitGroups } from './groups.ts';
import { placements } from './rearrange.ts';
import { changesOf, type Cause, type Told } from './tell.ts';
import type { Unit, UnitTools } from './units.ts';

/** A document that records were applied to. */
export type Touched = {
  document: CitizenDocument;
  /** Those who stand in it. */
  units: readonly Unit[];
  /** The record that did it last: the cause of what follows. `node` is the key it came under. */
  cause: Cause & { node: string };
  /** Further documents to look at: where the record is read again, those written together with what it did. */
  companions?: readonly string[];
  /** Looked at again only since a question may rest on what is not so any more. */
  isRethought?: boolean;
};

export type GateDependencies = UnitTools & {
  citizens: Pick<Citizens, 'readMany' | 'readPartners' | 'etags' | 'writeTogether'>;
  reviews: Pick<Reviews, 'openAbout' | 'ask' | 'withdraw'>;
};

export type GateContext = {
  /** ISO time stamped on events. */
  time: string;
  newEtag: () => string;
  /** Whether an event is known to be acknowledged. */
  isPublished: (event: PendingEvent) => boolean;
  /** Publishes; resolves when all are acknowledged. */
  publish: (events: readonly Told[]) => Promise<void>;
};

const maxRounds = 8;
const mostPartners = 5000;

export type Gate = (touched: readonly Touched[], context: GateContext) => Promise<void>;

/** Makes the gate over one store and one set of rules. */
export function createGate(dependencies: GateDependencies): Gate {
  return async (touched, context) => {
    let left = await suspects(touched, dependencies);
    for (let round = 0; left.length > 0; round += 1) {
      if (round === maxRounds) throw new HubError('write-conflict', 'arranging citizens');
      left = await settle(left, context, dependencies);
    }
  };
}

/**
 * Those whose identity can be affected. Most documents are one person known by one number: they need a look only if
 * somebody without a number is found under the same keys.
 */
async function suspects(touched: readonly Touched[], { citizens }: GateDependencies): Promise<Touched[]> {
  const [certain, others] = [touched.filter(isCertain), touched.filter((each) => !isCertain(each))];
  const found = await citizens.readPartners('open', blocksOf(certain), mostPartners);
  if (found.length === 0) return others;
  const met = new Set(found.flatMap(({ open }) => open));
  return [...others, ...certain.filter(({ document }) => document.blocks.some((block) => met.has(block)))];
}

/** Whether everybody in the document is there by its number, and no act says otherwise. */
function isCertain({ document, units }: Touched): boolean {
  const { _id, slices } = document;
  const isByNumber = ({ key, number, claims }: Unit): boolean => (key === _id ? number !== undefined : claims === _id);
  return units.every(isByNumber) && !slices.some(({ identity }) => identity !== undefined);
}

function blocksOf(touched: readonly Touched[]): number[] {
  return [...new Set(touched.flatMap(({ document }) => document.blocks))];
}

/** One round; answers those whose documents somebody else changed meanwhile. */
async function settle(touched: readonly Touched[], context: GateContext, tools: GateDependencies): Promise<Touched[]> {
  const { time, isPublished, newEtag } = context;
  const keys = touched.flatMap(({ document, cause, companions = [] }) => [document._id, cause.node, ...companions]);
  const component = await readComponent(keys, tools);
  const arrangement = arrangeComponent(component, tools);
  const lost: Touched[] = [];
  const written = new Map<string, string>();
  const told = unpublished(component, isPublished);
  for (const group of splitGroups(placements(component, arrangement), component, arrangement)) {
    const own = touched.filter(({ document, cause }) => group.keys.has(document._id) || group.keys.has(cause.node));
    const causes = own.map(({ cause }) => cause);
    const isNews = own.some(({ isRethought }) => isRethought !== true);
    const changes = changesOf(group, { causes, time, etag: newEtag(), isPublished, isNews });
    const isWritten = changes.writes.length === 0 || (await tools.citizens.writeTogether(changes.writes));
    if (!isWritten) lost.push(...own);
    else told.push(...changes.told);
    if (isWritten) for (const { document } of changes.writes) written.set(document._id, document.etag);
  }
  await context.publish(told);
  const doubtful = await ask(component, questionsOf(arrangement, tools.matcher.version), { time, written, tools });
  if (doubtful === undefined) return lost;
  const companions = [...component.documents.keys(), ...doubtful];
  return touched.map((each) => (lost.includes(each) ? each : { ...each, companions, isRethought: true }));
}

type Asking = { time: string; written: ReadonlyMap<string, string>; tools: GateDependencies };

/**
 * Makes the open questions about the component's units exactly these. Questions are not written together with the
 * documents they rest on, so it is looked afterwards whether these have changed since they were read, other than by what
 * was `written` here. Answers undefined if all is well; else further keys to look at, and the matter has to be thought
 * over.
 */
async function ask(
  component: Component,
  questions: readonly Question[],
  { time, written, tools: { reviews, citizens } }: Asking,
): Promise<string[] | undefined> {
  const { units, outside, documents } = component;
  const asked = new Set(questions.map(({ nodes }) => pairKey(...nodes)));
  const gone = (await reviews.openAbout([...units.keys()])).filter(({ _id }) => !asked.has(_id));
  // Somebody raised a question about whom was not to be seen when this was read.
  const unseen = gone.flatMap(({ nodes }) => nodes.filter((node) => !units.has(node) && !outside.has(node)));
  if (unseen.length > 0) return unseen;
  if (questions.length + gone.length === 0) return undefined;
  await reviews.ask(questions, time);
  await reviews.withdraw(
    gone.map(({ _id }) => _id),
    time,
  );
  const expected = new Map([...outside.values()].map(({ home, etag }) => [home, etag]));
  for (const [key, { etag }] of documents) expected.set(key, written.get(key) ?? etag);
  const standing = await citizens.etags([...expected.keys()]);
  return [...expected].every(([key, etag]) => standing.get(key) === etag) ? undefined : [];
}

/** What an earlier run stored and perhaps did not publish. */
function unpublished({ documents }: Component, isPublished: GateContext['isPublished']): Told[] {
  return [...documents].flatMap(([person, { pending }]) =>
    pending.flatMap((event) => (isPublished(event) ? [] : [{ person, event }])),
  );
}

function arrangeComponent({ units, acts, judged, outside }: Component, { matcher }: UnitTools): Arrangement {
  const arranged = [...units.values()].map((unit) => ({
    key: unit.key,
    isNumbered: unit.number !== undefined,
    claims: unit.claims,
  }));
  return arrange({ units: arranged, acts, judged, outside, margin: matcher.margin });
}

function questionsOf({ reviews }: Arrangement, rulesVersion: string): Question[] {
  return reviews.map(({ pair, judgement }) => {
    const { score, rule, evidence } = judgement;
    return { nodes: pair, score, rule, evidence, rulesVersion };
  });
}
