/**
 * Who is who: from units, acts and judgements to citizens. A pure function of sets, so that no order of arrival can
 * matter: whoever looks at the same records, acts and rules sees the same citizens.
 *
 * In this order, each step bound by what the ones before it found:
 * 1. acts of identity; of two acts on the same pair the later counts, and what is declared distinct stays apart;
 * 2. the personal number that records state;
 * 3. judgements `same` with somebody who has a number, the best first. Who has two such candidates closer together than
 *    the margin is a question for a person; two people with different numbers are never joined by a judgement;
 * 4. judgements `same` among those without one.
 */
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
  for (const { key, claims } of [...units].sort(byKey)) if (claims !== undefined) clusters.join(key, claims);
  const asked = joinByJudgements(clusters, judged, margin);
  const leads = leadsOf(clusters, active, numbered);
  const known = new Set([...units.map(({ key }) => key), ...claimed, ...replaced]);
  return {
    leads: new Map([...leads].filter(([key]) => known.has(key))),
    reviews: questions(clusters, asked),
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
    if (act.kind === 'split') pairs.add(pairKey(act.from, act.into));
  }
  return pairs;
}

function joinByActs(clusters: Clusters, active: readonly FiledAct[]): void {
  for (const { node, act } of active) {
    if (act.kind === 'same') clusters.join(node, act.other);
    if (act.kind === 'number-replaced') clusters.join(act.old, act.replacement);
  }
}

/** Joins by judgements; answers those that are a question. */
function joinByJudgements(clusters: Clusters, judged: readonly Judged[], margin: number): Judged[] {
  const same = judged.filter(({ judgement }) => judgement.band === 'same').sort(byScore);
  for (const key of undecided(clusters, same, margin)) clusters.doubt(key);
  const isAnchored = ({ pair }: Judged): boolean => pair.some((key) => clusters.isAnchored(key));
  const [anchored, open] = [same.filter(isAnchored), same.filter((each) => !isAnchored(each))];
  for (const { pair } of [...anchored, ...open]) {
    if (clusters.mayJoin(...pair)) clusters.join(...pair);
  }
  return [...judged].sort(byScore);
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

/** Of several pairs of the same two persons only the best, which comes first. */
function questions(clusters: Clusters, asked: readonly Judged[]): Judged[] {
  const persons = new Set<string>();
  return asked.filter(({ pair: [one, other] }) => {
    const pair = pairKey(clusters.rootOf(one), clusters.rootOf(other));
    if (persons.has(pair) || !isOpenQuestion(clusters, one, other)) return false;
    persons.add(pair);
    return true;
  });
}

/** Two that ended apart, are not declared distinct, and of whom at least one is not known by a number. */
function isOpenQuestion(clusters: Clusters, one: string, other: string): boolean {
  if (clusters.rootOf(one) === clusters.rootOf(other) || clusters.areDistinct(one, other)) return false;
  return !clusters.isAnchored(one) || !clusters.isAnchored(other);
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
