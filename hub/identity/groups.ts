/** Taking a component apart into what has to be written together, so that strangers do not wait for one another. */
import { peopleIn } from './acts.ts';
import type { Arrangement } from './arrange.ts';
import { createClusters } from './clusters.ts';
import type { Component } from './component.ts';
import type { Placement } from './rearrange.ts';

export type Group = {
  /** Of all documents and units in it. */
  keys: ReadonlySet<string>;
  placements: Placement[];
};

/**
 * In the order of their keys: of two who write the same groups at once, one is then ahead in all of them, instead of
 * each being ahead in some and undoing the other over and over.
 *
 * Documents are of one group if a unit stands, came from or goes to both, or if acts or judgements join them.
 */
export function splitGroups(placements: readonly Placement[], component: Component, arrangement: Arrangement): Group[] {
  const links = linksIn(component, arrangement);
  const keys = new Set([...placements.map(({ key }) => key), ...links.flat()]);
  const groups = createClusters(keys, { numbered: new Set(), distinct: new Set() });
  for (const [one, other] of links) groups.join(one, other);
  const byKey = new Map(placements.map((each) => [each.key, each]));
  return groups
    .members()
    .map((members) => members.toSorted())
    .sort(([one = ''], [other = '']) => (one < other ? -1 : 1))
    .map((members) => ({
      keys: new Set(members),
      placements: members.flatMap((key) => byKey.get(key) ?? []),
    }));
}

type Link = readonly [string, string];

function linksIn({ units, acts, judged, documents }: Component, { leads }: Arrangement): Link[] {
  const homes = new Map([...units.values()].map(({ key, home }) => [key, home]));
  const homeOf = (key: string): string => homes.get(key) ?? key;
  const ofUnits = [...units.values()].flatMap(({ key, home, claims, slices }) =>
    [home, leads.get(key), claims, ...slices.map(({ node }) => node)].map((other): Link => [key, other ?? key]),
  );
  const ofActs = acts.flatMap(({ node, act }) => peopleIn(act).map((other): Link => [node, other]));
  const same = judged.filter(({ judgement }) => judgement.band === 'same');
  const ofJudgements = same.map(({ pair: [one, other] }): Link => [homeOf(one), homeOf(other)]);
  const ofForwards = [...documents].map(([key, { leadsTo }]): Link => [key, leadsTo ?? key]);
  return [...ofUnits, ...ofActs, ...ofJudgements, ...ofForwards];
}
