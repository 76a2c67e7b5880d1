/**
 * Who is who: from units, acts and judgements to citizens. A pure function of sets, so that no order of arrival can
 * matter: whoever looks at the same records, acts and rules sees the same citizens.
 *
 * In this order, each step bound by what the ones before it found:
 * 1. acts of identity; of two acts on the same pair the later counts, and what is declared distinct stays apart;
 * 2. the personal number that records state. Of a person who is known by another number already, or whose records state
 *    several, that is a question: the number of one statement must not make citizens of two numbers one;
 * 3. judgements `same` with somebody who has a number, the best first. Who has two such candidates closer together than
 *    the margin is a question for a person; two people with different numbers are never joined by a judgement;
 * 4. judgements `same` among those without one.
 */
import { addToGroup } from '../../mappings/lib/groups.ts';
import { inForce, type FiledAct } from './acts.ts';
import type { Judgement } from './matching/contract.ts';
import { createClusters, pairKey, type Clusters } from './clusters.ts';

export type ArrangedUnit = {
  key: string;
  /** Whether the key is that of a personal number. */
  isNumbered: boolean;
  /** The key of the number its records state. */
  claims: string | undefined;
};

export type Judged = { pair: readonly [string, string]; judgement: Judgement };

export type Arrangement = {
  /** Per key the key under which the person's records stand; keys that are only claimed or replaced are in it, too. */
  leads: ReadonlyMap<string, string>;
  /** Pairs that look like one person, and that only a person can decide. */
  reviews: Judged[];
};

type Input = {
  units: readonly ArrangedUnit[];
  /** Annulled ones too; they decide nothing. */
  acts: readonly FiledAct[];
  judged: readonly Judged[];
  /** Units that are only resembled: their persons are taken as they stand. */
  outside: ReadonlyMap<string, { home: string; isAnchored: boolean }>;
  margin: number;
};

/** Arranges the units into citizens. */
export function arrange({ units, acts, judged, outside, margin }: Input): Arrangement {
  const active = inForce(acts);
  const claimed = units.flatMap(({ claims }) => (claims === undefined ? [] : [claims]));
  const replaced = active.flatMap(({ act }) => (act.kind === 'number-replaced' ? [act.old, act.replacement] : []));
  const numbered = new Set([
    ...units.flatMap(({ key, isNumbered }) => (isNumbered ? [key] : [])),
    ...claimed,
    ...replaced,
    ...[...outside.values()].flatMap(({ home, isAnchored }) => (isAnchored ? [home] : [])),
  ]);
  const homes = [...outside.values()].map(({ home }) => home);
  const clusters = createClusters(new Set([...units.map(({ key }) => key), ...numbered, ...outside.keys(), ...homes]), {
    numbered,
    distinct: distinctPairs(active),
  });
  for (const [key, { home }] of outside) clusters.join(home, key);
  joinByActs(clusters, active);
  const contradicted = joinByClaims(clusters, units);
  joinByJudgements(clusters, judged, margin);
  const leads = leadsOf(clusters, active, numbered);
  const known = new Set([...units.map(({ key }) => key), ...claimed, ...replaced]);
  return {
    leads: new Map([...leads].filter(([key]) => known.has(key))),
    reviews: questions(clusters, contradicted, judged),
  };
}

function byKey(one: ArrangedUnit, other: ArrangedUnit): number {
  return one.key < other.key ? -1 : 1;
}

/** Pairs of which the last word is that they are two; who a record was split off from is another than who it is. */
function distinctPairs(active: readonly FiledAct[]): Set<string> {
  const pairs = new Set<string>();
  for (const { node, act } of active) {
    if (act.kind === 'distinct') pairs.add(pairKey(node, act.other));
    if (act.kind === 'same') pairs.delete(pairKey(node, act.other));
    if (act.kind === 'number-replaced') pairs.delete(pairKey(act.old, act.replacement));
    if (act.kind === 'split') for (const key of [act.from, act.person ?? act.from]) pairs.add(pairKey(key, act.into));
  }
  return pairs;
}

function joinByActs(clusters: Clusters, active: readonly FiledAct[]): void {
  for (const { node, act } of active) {
    if (act.kind === 'same') clusters.join(node, act.other);
    if (act.kind === 'number-replaced') clusters.join(act.old, act.replacement);
  }
}

/**
 * What speaks for two of whom one states the number of the other: that among ten million people (2^23) no other would be
 * named by accident.
 */
const statedNumber: Judgement = {
  band: 'same',
  score: 23,
  rule: 'personal-number',
  evidence: [{ field: 'personalNumber', level: 'exact', weight: 23 }],
};

/**
 * Joins whoever states a number with whoever has it. Where a person would come to several numbers so, none of the
 * statements counts: which of them came first must not decide. Answers those, as questions.
 */
function joinByClaims(clusters: Clusters, units: readonly ArrangedUnit[]): Judged[] {
  const stated = new Map<string, [key: string, claims: string][]>();
  for (const { key, claims } of [...units].sort(byKey)) {
    if (claims === undefined || clusters.areDistinct(key, claims)) continue;
    addToGroup(stated, clusters.rootOf(key), [key, claims]);
  }
  return [...stated.values()].flatMap((pairs) => {
    const [known] = pairs.filter(([key]) => clusters.isAnchored(key)).map(([key]) => key);
    const numbers = [...(known === undefined ? [] : [known]), ...pairs.map(([, claims]) => claims)];
    if (new Set(numbers.map((key) => clusters.rootOf(key))).size < 2) {
      for (const pair of pairs) clusters.join(...pair);
      return [];
    }
    for (const [key] of pairs) clusters.doubt(key);
    return pairs.map((pair) => ({ pair, judgement: statedNumber }));
  });
}

function joinByJudgements(clusters: Clusters, judged: readonly Judged[], margin: number): void {
  const same = judged.filter(({ judgement }) => judgement.band === 'same').sort(byScore);
  for (const key of undecided(clusters, same, margin)) clusters.doubt(key);
  const isAnchored = ({ pair }: Judged): boolean => pair.some((key) => clusters.isAnchored(key));
  const [anchored, open] = [same.filter(isAnchored), same.filter((each) => !isAnchored(each))];
  for (const { pair } of [...anchored, ...open]) {
    if (clusters.mayJoin(...pair)) clusters.join(...pair);
  }
}

function byScore(one: Judged, other: Judged): number {
  const [a, b] = [one.judgement.score, other.judgement.score];
  return a === b ? (pairKey(...one.pair) < pairKey(...other.pair) ? -1 : 1) : b - a;
}

/** Whoever has a second candidate with another number too close to the best. */
function undecided(clusters: Clusters, same: readonly Judged[], margin: number): string[] {
  const best = new Map<string, Map<string, number>>();
  for (const { pair, judgement } of same) {
    for (const [key, other] of [pair, [pair[1], pair[0]] as const]) {
      if (clusters.isAnchored(key) || !clusters.isAnchored(other)) continue;
      const scores = best.get(key) ?? new Map<string, number>();
      const person = clusters.rootOf(other);
      best.set(key, scores.set(person, Math.max(judgement.score, scores.get(person) ?? -Infinity)));
    }
  }
  return [...best].flatMap(([key, scores]) => {
    const [first = 0, second = -Infinity] = [...scores.values()].sort((a, b) => b - a);
    return first - second < margin ? [key] : [];
  });
}

/**
 * Those who ended apart and are not declared distinct. Whom judgements speak of, only if at least one of the two is not
 * known by a number. Of several pairs of the same two persons only the best, which comes first.
 */
function questions(clusters: Clusters, contradicted: readonly Judged[], judged: readonly Judged[]): Judged[] {
  const isOpen = ({ pair: [one, other] }: Judged): boolean => !clusters.isAnchored(one) || !clusters.isAnchored(other);
  const persons = new Set<string>();
  return [...contradicted, ...judged.filter(isOpen).sort(byScore)].filter(({ pair: [one, other] }) => {
    const pair = pairKey(clusters.rootOf(one), clusters.rootOf(other));
    if (persons.has(pair)) return false;
    persons.add(pair);
    return clusters.rootOf(one) !== clusters.rootOf(other) && !clusters.areDistinct(one, other);
  });
}

/**
 * Under which key a person's records stand: a number rather than a system's own key; of several numbers the first, since
 * whoever follows the person knows them by that; of two that are one by an act, the one the act says.
 */
function leadsOf(clusters: Clusters, active: readonly FiledAct[], numbered: ReadonlySet<string>): Map<string, string> {
  const absorbed = new Set(active.flatMap(absorbedBy));
  const leads = new Map<string, string>();
  for (const members of clusters.members()) {
    const withNumber = members.filter((key) => numbered.has(key));
    const eligible = withNumber.length > 0 ? withNumber : members;
    const staying = eligible.filter((key) => !absorbed.has(key));
    const [lead = ''] = (staying.length > 0 ? staying : eligible).toSorted();
    for (const key of members) leads.set(key, lead);
  }
  return leads;
}

/** The key an act says the person is not to be known by. */
function absorbedBy({ node, act }: FiledAct): string[] {
  if (act.kind === 'number-replaced') return [act.replacement];
  if (act.kind !== 'same') return [];
  return [act.survivor === node ? act.other : node];
}
