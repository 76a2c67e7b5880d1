/**
 * The identity desk: what an administrator decides about who is who becomes an act, filed with everybody it concerns by
 * the one way in. It decides nothing by itself: the identity gate finds the act in the records, like everything else.
 */
import { randomBytes } from 'node:crypto';
import type { IdentityDesk, Side, Subject } from './contract.ts';
import type { DeskDependencies } from './dependencies.ts';
import { actsHeld, readHeld } from './held.ts';
import { annulAct, answerReview, fileAct } from './deciding.ts';
import type { Tools } from './findings.ts';
import { propose, proposeAnswer, subjectsIn } from './proposals.ts';

/** The desk over the store and the way in. */
export function createIdentityDesk(dependencies: DeskDependencies): IdentityDesk {
  const { citizens, reviews, personKeys } = dependencies;
  const keyOf = ({ person, personalNumber = '' }: Subject): string => person ?? personKeys(personalNumber);
  const toolsFor = async (keys: readonly string[]): Promise<Tools> => {
    const newPerson = personKeys(randomBytes(16).toString('hex'), 'identity');
    return { held: await readHeld(keys, citizens), keyOf, newPerson };
  };
  return {
    async reviews({ status, limit, after }) {
      const [found, total] = await Promise.all([reviews.list(status, limit, after), reviews.count(status)]);
      return { reviews: found, total };
    },
    review: (id) => showReview(id, dependencies),
    async decide(id, { status, survivor }, grounds) {
      const review = await reviews.get(id);
      if (review === undefined) return { outcome: 'not-found' };
      if (review.status !== 'open') return { outcome: 'not-open' };
      const { nodes } = review;
      const tools = await toolsFor([...nodes, ...(survivor === undefined ? [] : [keyOf(survivor)])]);
      const proposed = proposeAnswer({ nodes, status, survivor }, tools);
      if (!proposed.ok) return { outcome: 'refused', faults: proposed.faults };
      return answerReview({ id, status }, { proposal: proposed.proposal, grounds }, dependencies);
    },
    async person(subject) {
      const key = keyOf(subject);
      const person = (await readHeld([key], citizens)).personOf(key);
      return person === undefined ? undefined : { key, person, acts: actsHeld(person) };
    },
    async act(request, grounds) {
      const proposed = propose(request, await toolsFor(subjectsIn(request).map(keyOf)));
      if (!proposed.ok) return { outcome: 'refused', faults: proposed.faults };
      return fileAct({ proposal: proposed.proposal, grounds }, dependencies);
    },
    annul: (id, grounds) => annulAct(id, grounds, dependencies),
  };
}

async function showReview(
  id: string,
  { reviews, citizens }: Pick<DeskDependencies, 'reviews' | 'citizens'>,
): ReturnType<IdentityDesk['review']> {
  const review = await reviews.get(id);
  if (review === undefined) return undefined;
  const { nodes } = review;
  const held = await readHeld(nodes, citizens);
  const sideOf = (key: string): Side => ({ key, person: held.personOf(key) });
  return { review, sides: [sideOf(nodes[0]), sideOf(nodes[1])] };
}
