/** Which acts in force stand in the way of another. */
import { inForce, actsIn, type FiledAct } from '../acts.ts';
import { createClusters } from '../clusters.ts';
import type { CitizenDocument } from '../../store/citizens.ts';

/** The acts in force on these persons, each once, in order. */
export function actsOn(documents: readonly CitizenDocument[]): FiledAct[] {
  return inForce(documents.flatMap(actsIn));
}

/** The acts by which two keys are one person: all of them have to be annulled for the two to part. */
export function joining(acts: readonly FiledAct[], one: string, other: string): string[] {
  const links = acts.flatMap((filed) => {
    const link = joinedBy(filed);
    return link === undefined ? [] : [{ id: filed.id, link }];
  });
  const keys = new Set([one, other, ...links.flatMap(({ link }) => link)]);
  const clusters = createClusters(keys, { numbered: new Set(), distinct: new Set() });
  return links.flatMap(({ id, link: [a, b] }) => {
    const ends = new Set([clusters.rootOf(a), clusters.rootOf(b)]);
    if (ends.has(clusters.rootOf(one)) && ends.has(clusters.rootOf(other))) return [id];
    clusters.join(a, b);
    return [];
  });
}

/** The acts by which somebody known by the one keys is another than somebody known by the others. */
export function parting(acts: readonly FiledAct[], ones: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return acts.flatMap((filed) => {
    const parted = partedBy(filed);
    if (parted === undefined) return [];
    const [a, b] = parted;
    return (ones.has(a) && others.has(b)) || (ones.has(b) && others.has(a)) ? [filed.id] : [];
  });
}

type Link = readonly [string, string];

function joinedBy({ node, act }: FiledAct): Link | undefined {
  if (act.kind === 'same') return [node, act.other];
  return act.kind === 'number-replaced' ? [act.old, act.replacement] : undefined;
}

function partedBy({ node, act }: FiledAct): Link | undefined {
  if (act.kind === 'distinct') return [node, act.other];
  return act.kind === 'split' ? [act.from, act.into] : undefined;
}

/** The act by which a number's key was replaced. */
export function replacing(acts: readonly FiledAct[], old: string): { id: string; by: string } | undefined {
  for (const { id, act } of acts)
    if (act.kind === 'number-replaced' && act.old === old) return { id, by: act.replacement };
  return undefined;
}
