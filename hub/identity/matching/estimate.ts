/**
 * Learns the weights from people. Records that are of one person are known where a personal number joined what two
 * systems say; strangers are any two people. Nothing that was learned tells of anybody: levels are counted, and words
 * of names that many have.
 */
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { compare, type Knowledge } from './compare.ts';
import type { Features } from './contract.ts';
import { estimateM, type Probabilities, type Vector } from './em.ts';
import { collectFeatures } from './features.ts';
import { levels, perField, type ComparedField, type Comparison, type Level } from './levels.ts';
import type { MatchingRules } from './rules.ts';
import { countTerms } from './term-counts.ts';
import { createTerms, type TermTables } from './terms.ts';
import type { ComparableUnits } from './units.ts';

export type EstimateInput = {
  /** All people's slices, read twice: the words of names have to be known before names are compared. */
  people: () => AsyncIterable<readonly Slice[]>;
  /** The reviewed rules: what is not learned stays as it is there. */
  reviewed: MatchingRules;
  units: ComparableUnits;
  /** In [0, 1). */
  random: () => number;
  onProgress: (step: 'counting names' | 'comparing strangers' | 'comparing records', done: number) => void;
};

export type Estimate = {
  rules: MatchingRules;
  people: number;
  /** Pairs of what two systems say of one person, and how many of them are. */
  pairs: number;
  matches: number;
  strangers: number;
  rounds: number;
};

/** What is remembered of strangers; bounds the memory. */
const mostRemembered = 30_000;
/** Strangers each of them is compared with: half of some three million pairs are of two systems. */
const strangersEach = 150;
const progressEvery = 10_000;
/** What was never seen among strangers is taken for half a pair. */
const unseen = 0.5;
/** Fewer pairs of strangers who both state a field do not tell how it compares. */
const fewestForU = 10_000;
/** Fewer pairs than these do not tell how frequent the words of a level usually are. */
const fewestForUsual = 20;
/** Ways of writing one name: as common between strangers of one name as between records of one person. */
const writings = ['exact', 'tone', 'plain', 'reordered'] as const;

/** Learns `m`, `u`, the usual frequencies and the tables of words; thresholds, margin, stops and number rules stay. */
export async function estimateRules(input: EstimateInput): Promise<Estimate> {
  const counted = await countPeople(input);
  const terms = counted.terms;
  const knowledge: Knowledge = { terms: createTerms(terms), units: input.units };
  const strangers = compareStrangers(counted.remembered, knowledge, input);
  const { vectors, pairs, usual } = await comparePairs(knowledge, input);
  const start = probabilities((field, level) => input.reviewed.fields[field][level]?.m ?? 0);
  const learned = estimateM({ vectors, u: strangers.u, start });
  const u = evenWritings(strangers.u, learned.m);
  return {
    rules: assemble(input.reviewed, { m: learned.m, u, usual, terms }),
    people: counted.people,
    pairs,
    matches: Math.round(pairs * learned.share),
    strangers: strangers.compared,
    rounds: learned.rounds,
  };
}

type Statement = { system: string; features: Features };

/** What each system says of a person by itself. */
function statements(slices: readonly Slice[]): Statement[] {
  const systems = new Map<string, Slice[]>();
  for (const slice of slices) systems.set(slice.system, [...(systems.get(slice.system) ?? []), slice]);
  const stated = [...systems].map(([system, own]) => ({ system, features: collectFeatures(own, new Map()) }));
  return stated.filter(({ features }) => features.names.length > 0);
}

type Counted = { people: number; terms: TermTables; remembered: readonly Statement[] };

/** Counts words, and remembers a fair sample of statements, at most one of each person. */
async function countPeople({ people, random, onProgress }: EstimateInput): Promise<Counted> {
  const terms = countTerms();
  const remembered: Statement[] = [];
  let count = 0;
  for await (const slices of people()) {
    const stated = statements(slices);
    const one = stated[Math.floor(random() * stated.length)];
    if (one === undefined) continue;
    for (const name of one.features.others.names) terms.add(name);
    const place = count < mostRemembered ? count : Math.floor(random() * (count + 1));
    if (place < mostRemembered) remembered[place] = one;
    count += 1;
    if (count % progressEvery === 0) onProgress('counting names', count);
  }
  return { people: count, terms: terms.tables(), remembered };
}

/** Strangers of two systems each, as records of one person are: every system asks for other things. */
function* drawStrangers(people: readonly Statement[], random: () => number): Generator<[Features, Features]> {
  for (let drawn = 0; people.length > 1 && drawn < people.length * strangersEach; drawn += 1) {
    const first = Math.floor(random() * people.length);
    const step = 1 + Math.floor(random() * (people.length - 1));
    const [one, other] = [people[first], people[(first + step) % people.length]];
    if (one !== undefined && other !== undefined && one.system !== other.system) yield [one.features, other.features];
  }
}

function compareStrangers(people: readonly Statement[], knowledge: Knowledge, input: EstimateInput) {
  const seen = new Map<string, number>();
  let compared = 0;
  for (const [one, other] of drawStrangers(people, input.random)) {
    for (const { field, level } of compare(one, other, knowledge)) {
      const key = `${field} ${level}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    compared += 1;
    if (compared % (10 * progressEvery) === 0) input.onProgress('comparing strangers', compared);
  }
  const seenAt = (field: ComparedField, level: string): number => seen.get(`${field} ${level}`) ?? 0;
  const u = probabilities((field, level) => {
    const stated = compared - seenAt(field, 'missing');
    if (stated < fewestForU) return input.reviewed.fields[field][level]?.u ?? 0;
    return Math.max(unseen, seenAt(field, level));
  });
  return { u, compared };
}

type Pairs = {
  vectors: readonly Vector[];
  pairs: number;
  /** How frequent the words were that pairs of a level shared, on average; undefined where few shared any. */
  usual: (field: ComparedField, level: string) => number | undefined;
};

/**
 * Pairs of what two systems say of one person, counted by how they compare. The mean frequency of the words they share
 * is where the level's average weight is right: strangers share a word of frequency f in proportion to f², so rarer
 * words say more than the level does on average, and more frequent ones less.
 */
async function comparePairs(knowledge: Knowledge, { people, onProgress }: EstimateInput): Promise<Pairs> {
  const counts = new Map<string, { levels: (Level | 'missing')[]; count: number }>();
  const shares = new Map<string, { count: number; sum: number }>();
  let pairs = 0;
  for await (const slices of people()) {
    for (const [one, other] of pairsOf(statements(slices))) {
      const comparisons = compare(one, other, knowledge);
      const levels = comparisons.map(({ level }) => level);
      const key = levels.join(' ');
      counts.set(key, { levels, count: (counts.get(key)?.count ?? 0) + 1 });
      for (const comparison of comparisons) addShare(shares, comparison);
      pairs += 1;
      if (pairs % progressEvery === 0) onProgress('comparing records', pairs);
    }
  }
  const usual: Pairs['usual'] = (field, level) => {
    const { count, sum } = shares.get(`${field} ${level}`) ?? { count: 0, sum: 0 };
    return count < fewestForUsual ? undefined : sum / count;
  };
  return { vectors: [...counts.values()], pairs, usual };
}

function pairsOf(stated: readonly Statement[]): [Features, Features][] {
  return stated.flatMap((one, index) =>
    stated.slice(index + 1).map((other): [Features, Features] => [one.features, other.features]),
  );
}

/** What agrees by a number instead of words has no share, and tells nothing of how frequent words are. */
function addShare(shares: Map<string, { count: number; sum: number }>, { field, level, shared }: Comparison): void {
  if (shared === undefined || shared === 0) return;
  const key = `${field} ${level}`;
  const { count, sum } = shares.get(key) ?? { count: 0, sum: 0 };
  shares.set(key, { count: count + 1, sum: sum + shared });
}

/** Chances that add up to 1 in every field, in proportion to what is given for each level. */
function probabilities(of: (field: ComparedField, level: string) => number): Probabilities {
  return perField((field) => {
    const given = levels[field].map((level) => [level, of(field, level)] as const);
    const sum = given.reduce((total, [, value]) => total + value, 0);
    return Object.fromEntries(given.map(([level, value]) => [level, value / sum]));
  });
}

/** Strangers of one name are too few to show how they are written; they are written as everybody is. */
function evenWritings(u: Probabilities, m: Probabilities): Probabilities {
  const sum = (of: Probabilities) => writings.reduce((total, level) => total + (of.name[level] ?? 0), 0);
  const [strangers, same] = [sum(u), sum(m)];
  const even = Object.fromEntries(writings.map((level) => [level, ((m.name[level] ?? 0) / same) * strangers]));
  return { ...u, name: { ...u.name, ...even } };
}

function isWriting(field: ComparedField, level: string): boolean {
  return field === 'name' && writings.some((each) => each === level);
}

type Learned = {
  m: Probabilities;
  u: Probabilities;
  usual: Pairs['usual'];
  terms: TermTables;
};

function assemble(reviewed: MatchingRules, { m, u, usual, terms }: Learned): MatchingRules {
  const fields = perField((field) => {
    const entries = levels[field].map((level) => {
      const often = usual(field, isWriting(field, level) ? 'exact' : level) ?? reviewed.fields[field][level]?.usual;
      const weight = { m: m[field][level] ?? 0, u: u[field][level] ?? 0 };
      return [level, often === undefined ? weight : { ...weight, usual: often }] as const;
    });
    return Object.fromEntries(entries);
  });
  return {
    ...reviewed,
    fields,
    terms: { ...reviewed.terms, ...terms },
  };
}
