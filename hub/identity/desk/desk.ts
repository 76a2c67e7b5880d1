/**
 * The identity desk: what an administrator decides about who is who becomes an act, filed with everybody it concerns by
 * the one way in. It decides nothing by itself: the identity gate finds the act in the records, like everything else.
 */
import { randomBytes } from 'node:crypto';
import { dayOf } from '../../../mappings/lib/dates.ts';
import type { Log } from '../../observability/log.ts';
import type { RecordWriter } from '../../records/writer.ts';
import type { Citizens, CitizenDocument } from '../../store/citizens.ts';
import type { Reviews } from '../../store/reviews.ts';
import { actsIn } from '../acts.ts';
import type { PersonKeys } from '../keys.ts';
import type { ActRequest, ActResult, Grounds, IdentityDesk, Subject } from './contract.ts';
import { filingsOf, recordsOf, type Filing } from './filing.ts';
import { readHeld } from './held.ts';
import { heldActs } from './held-acts.ts';
import { propose, proposeAnswer, type Proposed, type Tools } from './proposals.ts';

export type DeskDependencies = {
  citizens: Pick<Citizens, 'readMany'>;
  reviews: Pick<Reviews, 'get' | 'claim' | 'reopen' | 'release'>;
  writer: RecordWriter;
  personKeys: PersonKeys;
  log: Log;
  /** Epoch milliseconds. */
  now: () => number;
};

/** The system of the hub's own records. */
const system = 'identity';
const keyLength = 22;

/** The desk over the store and the way in. */
export function createIdentityDesk(dependencies: DeskDependencies): IdentityDesk {
  const { citizens, reviews, personKeys } = dependencies;
  const keyOf = ({ person, personalNumber = '' }: Subject): string => person ?? personKeys(personalNumber);
  const toolsFor = async (keys: readonly string[], id: string): Promise<Tools> => {
    return { held: await readHeld(keys, citizens), keyOf, newPerson: personKeys(id, system) };
  };
  return {
    async review(id) {
      const review = await reviews.get(id);
      if (review === undefined) return undefined;
      const held = await readHeld(review.nodes, citizens);
      const [one, other] = review.nodes;
      const side = (key: string) => ({ key, person: held.personOf(key) });
      return { review, sides: [side(one), side(other)] };
    },
    async decide(id, { status, survivor }, grounds) {
      const review = await reviews.get(id);
      if (review === undefined) return { outcome: 'not-found' };
      if (review.status !== 'open') return { outcome: 'not-open' };
      const { nodes } = review;
      const tools = await toolsFor([...nodes, ...(survivor === undefined ? [] : [keyOf(survivor)])], id);
      const proposed = proposeAnswer({ nodes, status, survivor }, tools);
      return answer({ id, status, proposed, grounds }, dependencies);
    },
    async person(subject) {
      const key = keyOf(subject);
      const held = await readHeld([key], citizens);
      const document = held.documentOf(key);
      return document === undefined ? undefined : { key, person: held.personOf(key), acts: heldActs(document) };
    },
    async act(request, grounds) {
      const random = randomBytes(keyLength).toString('base64url');
      const tools = await toolsFor(subjectsIn(request).map(keyOf), random);
      const proposed = propose(request, tools);
      return proposed.ok ? file(proposed.proposal, grounds, dependencies) : { outcome: 'refused', faults: proposed.faults };
    },
    annul: (id, grounds) => annul(id, grounds, dependencies),
  };
}
