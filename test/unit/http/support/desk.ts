/** The identity desk, with its store played in memory. */
import type { IdentityDesk } from '../../../../hub/identity/desk/contract.ts';
import type { DeskDependencies } from '../../../../hub/identity/desk/dependencies.ts';
import { createIdentityDesk } from '../../../../hub/identity/desk/desk.ts';
import type { ReviewDocument } from '../../../../hub/store/reviews.ts';

/** A desk over a store that holds nobody. */
export function emptyDesk(): IdentityDesk {
  return createIdentityDesk({
    citizens: { readMany: () => Promise.resolve(new Map()) },
    reviews: reviewsOf(),
    writer: { write: () => Promise.resolve([]) },
    personKeys: (number) => number,
    log: () => undefined,
    now: Date.now,
  });
}

/** Questions as the store keeps them. */
export function reviewsOf(...documents: ReviewDocument[]): DeskDependencies['reviews'] & { held: ReviewDocument[] } {
  const held = documents.map((each) => ({ ...each }));
  const find = (id: string): ReviewDocument | undefined => held.find(({ _id }) => _id === id);
  return {
    held,
    list: (status, limit, after) => {
      const isAfter = ({ score }: ReviewDocument): boolean => after === undefined || score < after.rank;
      return Promise.resolve(held.filter((each) => each.status === status && isAfter(each)).slice(0, limit));
    },
    count: (status) => Promise.resolve(held.filter((each) => each.status === status).length),
    get: (id) => Promise.resolve(structuredClone(find(id))),
    claim: (id, status, decision) => {
      const open = find(id);
      if (open?.status !== 'open') return Promise.resolve(undefined);
      return Promise.resolve(Object.assign(open, { status, decision, closedAt: decision.at }));
    },
    reopen: (id) => {
      const closed = find(id);
      if (closed !== undefined) closed.status = 'open';
      delete closed?.decision;
      return Promise.resolve();
    },
    release: (act) => {
      const decided = held.find(({ decision }) => decision?.act === act);
      if (decided !== undefined) decided.status = 'withdrawn';
      delete decided?.decision;
      return Promise.resolve();
    },
  };
}
