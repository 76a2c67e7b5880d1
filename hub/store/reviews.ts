import type { Collection } from 'mongoose';
import { pairKey } from '../identity/clusters.ts';
import type { Database } from './connect.ts';
import { isOnlyDuplicates } from './duplicate-keys.ts';
import type { Position } from './position.ts';
import type { ReviewDocument, ReviewStatus } from './schemas.ts';

export type { ReviewDocument, ReviewStatus } from './schemas.ts';

/** A question as the gate asks it. */
export type Question = Pick<ReviewDocument, 'score' | 'band' | 'rule' | 'rulesVersion'> & {
  nodes: readonly [string, string];
  evidence: Readonly<ReviewDocument['evidence']>;
};

/** The questions that only a person can decide. They follow from records and acts: nothing here decides anything. */
export type Reviews = {
  /** The open questions about any of these keys. */
  openAbout(keys: readonly string[]): Promise<Pick<ReviewDocument, '_id' | 'nodes'>[]>;
  /** Asks; a question that was decided stays so: the act that says it may still be on its way. */
  ask(questions: readonly Question[], time: string): Promise<void>;
  /** Withdraws open questions that the records do not raise any more. */
  withdraw(ids: readonly string[], time: string): Promise<void>;
  /** The likeliest first, at most `limit`, after the position (by score) if given. */
  list(status: ReviewStatus, limit: number, after?: Position): Promise<ReviewDocument[]>;
  get(id: string): Promise<ReviewDocument | undefined>;
  /** Closes an open question by a decision; undefined if it is not open (any more): nobody decides twice. */
  claim(
    id: string,
    status: 'same' | 'distinct',
    decision: NonNullable<ReviewDocument['decision']>,
  ): Promise<ReviewDocument | undefined>;
  /** Takes a claim back when the act could not be sent. */
  reopen(id: string): Promise<void>;
  /** Lets a question be asked again, whose decision was this act and is taken back. */
  release(act: string): Promise<void>;
  /** How many there are in this state. */
  count(status: ReviewStatus): Promise<number>;
};

/** The questions over an open database. */
export function reviewStore(database: Database): Reviews {
  const collection = database.connection.collection<ReviewDocument>('reviews');
  return {
    openAbout: async (keys) => {
      if (keys.length === 0) return [];
      return collection
        .find({ nodes: { $in: [...keys] }, status: 'open' })
        .project<Pick<ReviewDocument, '_id' | 'nodes'>>({ nodes: 1 })
        .toArray();
    },
    ask: (questions, time) => ask(collection, questions, new Date(time)),
    async withdraw(ids, time) {
      if (ids.length === 0) return;
      const set = { status: 'withdrawn' as const, closedAt: new Date(time) };
      await collection.updateMany({ _id: { $in: [...ids] }, status: 'open' }, { $set: set });
    },
    list: (status, limit, after) => listReviews(collection, status, { limit, after }),
    get: async (id) => (await collection.findOne({ _id: id })) ?? undefined,
    async claim(id, status, decision) {
      const update = { $set: { status, decision, closedAt: decision.at } };
      return (
        (await collection.findOneAndUpdate({ _id: id, status: 'open' }, update, { returnDocument: 'after' })) ??
        undefined
      );
    },
    async reopen(id) {
      await collection.updateOne({ _id: id }, { $set: { status: 'open' }, $unset: { decision: 1, closedAt: 1 } });
    },
    async release(act) {
      await collection.updateOne({ 'decision.act': act }, { $set: { status: 'withdrawn' }, $unset: { decision: 1 } });
    },
    count: (status) => collection.countDocuments({ status }),
  };
}

async function ask(collection: Collection<ReviewDocument>, questions: readonly Question[], at: Date): Promise<void> {
  const operations = questions.map(({ nodes, ...question }) => ({
    updateOne: {
      // One that is decided, at this very moment perhaps, is not found; to insert it anew is refused by its id.
      filter: { _id: pairKey(...nodes), status: { $nin: ['same', 'distinct'] as ReviewStatus[] } },
      update: {
        $set: { ...question, evidence: [...question.evidence], status: 'open' as const },
        $setOnInsert: { nodes: nodes.toSorted() as [string, string], openedAt: at },
        $unset: { closedAt: 1 as const, decision: 1 as const },
      },
      upsert: true,
    },
  }));
  if (operations.length === 0) return;
  try {
    await collection.bulkWrite(operations, { ordered: false });
  } catch (error) {
    if (!isOnlyDuplicates(error)) throw error;
  }
}

function listReviews(
  collection: Collection<ReviewDocument>,
  status: ReviewStatus,
  { limit, after }: { limit: number; after: Position | undefined },
): Promise<ReviewDocument[]> {
  const later = after && { $or: [{ score: { $lt: after.rank } }, { score: after.rank, _id: { $gt: after.id } }] };
  return collection
    .find({ status, ...later })
    .sort({ score: -1, _id: 1 })
    .limit(limit)
    .toArray();
}
