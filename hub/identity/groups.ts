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

/** Documents are of one group if a unit stands, came from or goes to both, or if acts or judgements join them. */
export function splitGroups(
  placements: readonly Placement[],
  { units, acts, judged, documents }: Component,
  { leads }: Arrangement,
): Group[] {
  const keys = new Set([...placements.map(({ key }) => key), ...acts.flatMap(({ act }) => peopleIn(act))]);
  const groups = createClusters(keys, { numbered: new Set(), distinct: new Set() });
  const homes = new Map([...units.values()].map(({ key, home }) => [key, home]));
  for (const { key, home, claims, slices } of units.values()) {
    const linked = [home, leads.get(key), claims, ...slices.map(({ node }) => node)];
    for (const other of linked) if (other !== undefined) groups.join(key, other);
  }
  for (const { node, act } of acts) for (const other of peopleIn(act)) groups.join(node, other);
  for (const { pair, judgement } of judged) {
    if (judgement.band === 'same') groups.join(homes.get(pair[0]) ?? pair[0], homes.get(pair[1]) ?? pair[1]);
  }
  for (const [key, { leadsTo }] of documents) if (leadsTo !== undefined) groups.join(key, leadsTo);
  const byKey = new Map(placements.map((each) => [each.key, each]));
  return groups.members().map((members) => ({
    keys: new Set(members),
    placements: members.flatMap((key) => byKey.get(key) ?? []),
  }));
}
