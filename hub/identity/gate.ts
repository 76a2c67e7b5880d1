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
import { partnerSearch, type PartnerSearch } from './partners.ts';
import { splitGroups, type Group } from './groups.ts';
import { placements } from './rearrange.ts';
import { changesOf, type Cause, type Told } from './tell.ts';
import type { Unit, UnitTools } from './units.ts';

/** A document that records were applied to. */
export type Touched = {
  document: CitizenDocument;
  /** Whether nobody can have known it before. */
  isNew: boolean;
  /** Those who stand in it. */
  units: readonly Unit[];
  /** The record that did it last: the cause of what follows. `node` is the key it came under. */
  cause: Cause & { node: string };
  /** Where the record is read again: the documents written together with what it did. */
  companions: readonly string[];
};

export type GateDependencies = UnitTools & {
  citizens: Pick<Citizens, 'readMany' | 'readPartners' | 'readOpen' | 'etags' | 'writeTogether'>;
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

export type Gate = (touched: readonly Touched[], context: GateContext) => Promise<void>;

/** What the gate works with. */
type Tools = GateDependencies & { partners: PartnerSearch };

/** Makes the gate over one store and one set of rules. */
export function createGate(dependencies: GateDependencies): Gate {
  const tools: Tools = { ...dependencies, partners: partnerSearch(dependencies.citizens) };
  return async (touched, context) => {
    const suspected = await suspects(touched, tools);
    let next: Round | undefined = suspected.length === 0 ? undefined : firstRound(suspected);
    for (let round = 0; next !== undefined; round += 1) {
      if (round === maxRounds) throw new HubError('write-conflict', 'arranging citizens');
      next = await settle(next, context, tools);
    }
  };
}

/** What is looked at in one round. */
type Round = {
  touched: readonly Touched[];
  keys: readonly string[];
  /** Keys of documents that changed: who is asked about together with them may be affected. */
  changed: readonly string[];
  /** Whether others may have decided without knowing of this. */
  isNews: boolean;
};

function firstRound(touched: readonly Touched[]): Round {
  return {
    touched,
    keys: touched.flatMap(({ document, cause }) => [document._id, cause.node]),
    changed: touched.flatMap(({ document, isNew, companions }) => [...(isNew ? [] : [document._id]), ...companions]),
    isNews: true,
  };
}

/**
 * Those whose identity can be affected. Most documents are one person known by one number: they need a look only if
 * somebody without a number is found under the same keys, or a question about them is open.
 */
async function suspects(touched: readonly Touched[], { partners, reviews }: Tools): Promise<readonly Touched[]> {
  const certain = touched.filter(isCertain);
  const [met, asked] = await Promise.all([
    partners.blocksOfOpen(certain.flatMap(({ document }) => document.blocks)),
    // Nobody can have asked about who is new.
    reviews.openAbout(certain.flatMap((each) => (each.isNew ? [] : keysOf(each)))),
  ]);
  if (met.size + asked.length === 0) return touched.filter((each) => !isCertain(each));
  const questioned = new Set(asked.flatMap(({ nodes }) => nodes));
  const isSuspect = (each: Touched): boolean =>
    each.document.blocks.some((block) => met.has(block)) || keysOf(each).some((key) => questioned.has(key));
  return touched.filter((each) => !isCertain(each) || isSuspect(each));
}

/** Under what questions name those who stand in the document. */
function keysOf({ document, units }: Touched): string[] {
  return [document._id, ...units.map(({ key }) => key)];
}

/** Whether everybody in the document is there by its number, no act says otherwise, and nothing is left to be done. */
function isCertain({ document, units, companions }: Touched): boolean {
  const { _id, slices } = document;
  if (companions.length > 0) return false;
  const isByNumber = ({ key, number, claims }: Unit): boolean => (key === _id ? number !== undefined : claims === _id);
  return units.every(isByNumber) && !slices.some(({ identity }) => identity !== undefined);
}

/**
 * One round; answers the next, if there has to be one: where somebody else changed a document meanwhile; where something
 * was changed here, since others may have looked before it was written; where a question may rest on what is gone.
 */
async function settle(round: Round, context: GateContext, tools: Tools): Promise<Round | undefined> {
  const component = await readComponent(round, tools);
  const arrangement = arrangeComponent(component, tools);
  const groups = splitGroups(placements(component, arrangement), component, arrangement);
  const { told, written, changed, isLost } = await write(groups, { round, context, tools });
  await context.publish([...unpublished(component, context.isPublished), ...told]);
  const keys = [...round.keys, ...component.documents.keys(), ...component.units.keys()];
  if (isLost) return { ...round, keys };
  if (changed.length > 0) return { ...round, keys, changed, isNews: false };
  const questions = questionsOf(arrangement, tools.matcher.version);
  const more = await ask(component, questions, { time: context.time, looked: new Set(keys), written, tools });
  return more === undefined ? undefined : { ...round, keys: [...keys, ...more], changed, isNews: false };
}

type Written = { told: Told[]; written: Map<string, string>; changed: string[]; isLost: boolean };

async function write(
  groups: readonly Group[],
  { round, context, tools }: { round: Round; context: GateContext; tools: Tools },
): Promise<Written> {
  const { time, isPublished, newEtag } = context;
  const result: Written = { told: [], written: new Map(), changed: [], isLost: false };
  for (const group of groups) {
    const own = round.touched.filter(
      ({ document, cause }) => group.keys.has(document._id) || group.keys.has(cause.node),
    );
    // Whoever is affected without being touched is so by what was touched.
    const causes = (own.length > 0 ? own : round.touched.slice(0, 1)).map(({ cause }) => cause);
    const isNews = round.isNews && own.length > 0;
    const { writes, told } = changesOf(group, { causes, time, etag: newEtag(), isPublished, isNews });
    if (writes.length === 0) continue;
    if (await tools.citizens.writeTogether(writes)) {
      result.told.push(...told);
      for (const { document } of writes) result.written.set(document._id, document.etag);
      result.changed.push(...group.placements.filter(({ isChanged }) => isChanged).map(({ key }) => key));
    } else {
      // Whoever was ahead here is to be ahead in what follows, too.
      result.isLost = true;
      break;
    }
  }
  return result;
}

type Asking = {
  time: string;
  looked: ReadonlySet<string>;
  written: ReadonlyMap<string, string>;
  tools: Tools;
};

/**
 * Makes the open questions about the component's units exactly these. Questions are not written together with the
 * documents they rest on, so it is looked afterwards whether these have changed since they were read, other than by what
 * was `written` here. Answers undefined if all is well; else further keys to look at, and the matter has to be thought
 * over.
 */
async function ask(
  component: Component,
  questions: readonly Question[],
  { time, looked, written, tools: { reviews, citizens } }: Asking,
): Promise<string[] | undefined> {
  const { units, outside, documents } = component;
  const asked = new Set(questions.map(({ nodes }) => pairKey(...nodes)));
  const gone = (await reviews.openAbout([...units.keys()])).filter(({ _id }) => !asked.has(_id));
  // Who was not looked at may be who raises the question: what a record states is seen from its own side only.
  const unseen = gone.flatMap(({ nodes }) => nodes.filter((node) => !looked.has(node)));
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
    const { score, band, rule, evidence } = judgement;
    return { nodes: pair, score, band: band === 'same' ? band : 'review', rule, evidence, rulesVersion };
  });
}
