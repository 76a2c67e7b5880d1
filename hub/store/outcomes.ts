/** What became of answers: which fields were accepted as they were given. */
import type { Collection } from 'mongoose';
import type { Database } from './connect.ts';
import type { OutcomeDocument } from './prefill-schemas.ts';
import { periodOf, rowOf, type ReportFilter, type ReportRow, type ReportSpan } from './report-rows.ts';

export type { OutcomeDocument } from './prefill-schemas.ts';

/** What a line of the report sums up. */
export type ReuseCounts = {
  /** Answers of which it is known what became of them, and those among them that the hub's own seals tell of. */
  submissions: number;
  verified: number;
  declarable: number;
  reusable: number;
  prefilled: number;
  accepted: number;
};

export type FieldFailure = { field: string; reason: string; count: number };

export type Outcomes = {
  /** Records an outcome; where there is one already, it stands and is given back. */
  add(outcome: OutcomeDocument): Promise<OutcomeDocument | undefined>;
  /** The sums, line by line. */
  sums(filter: ReportFilter, span: ReportSpan): Promise<{ row: ReportRow; counts: ReuseCounts }[]>;
  /** Per line the fields that fail most, at most `most`, the worst first. */
  failures(filter: ReportFilter, span: ReportSpan, most: number): Promise<{ row: ReportRow; fields: FieldFailure[] }[]>;
};

const duplicateKey = 11000;
const longestReportMs = 30_000;

/** The outcomes over an open database. */
export function outcomeStore(database: Database): Outcomes {
  const collection = database.connection.collection<OutcomeDocument>('outcomes');
  return {
    async add(outcome) {
      try {
        await collection.insertOne(outcome);
        return undefined;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === duplicateKey)) throw error;
        return (await collection.findOne({ _id: outcome._id })) ?? undefined;
      }
    },
    sums: (filter, span) => sumUp(collection, filter, span),
    failures: (filter, span, most) => findFailures(collection, { filter, span, most }),
  };
}

async function sumUp(
  collection: Collection<OutcomeDocument>,
  filter: ReportFilter,
  span: ReportSpan,
): Promise<{ row: ReportRow; counts: ReuseCounts }[]> {
  const found = await collection
    .aggregate<{ _id: ReportRow } & ReuseCounts>(
      [
        { $match: { ...filter, issuedAt: periodOf(span) } },
        {
          $group: {
            _id: rowOf('$issuedAt', span),
            submissions: { $sum: 1 },
            verified: { $sum: { $cond: [{ $eq: ['$way', 'verified'] }, 1, 0] } },
            declarable: { $sum: '$declarable' },
            reusable: { $sum: '$reusable' },
            prefilled: { $sum: '$prefilled' },
            accepted: { $sum: '$accepted' },
          },
        },
      ],
      { maxTimeMS: longestReportMs },
    )
    .toArray();
  return found.map(({ _id: row, ...counts }) => ({ row, counts }));
}

/** First counted by line, field and reason, then cut line by line: memory holds counts, never answers. */
async function findFailures(
  collection: Collection<OutcomeDocument>,
  { filter, span, most }: { filter: ReportFilter; span: ReportSpan; most: number },
): Promise<{ row: ReportRow; fields: FieldFailure[] }[]> {
  const worst = { n: most, sortBy: { count: -1, '_id.failed': 1 }, output: { failed: '$_id.failed', count: '$count' } };
  const found = await collection
    .aggregate<{ _id: ReportRow; failed: { failed: string; count: number }[] }>(
      [
        { $match: { ...filter, issuedAt: periodOf(span) } },
        { $unwind: '$failed' },
        { $group: { _id: { row: rowOf('$issuedAt', span), failed: '$failed' }, count: { $sum: 1 } } },
        { $group: { _id: '$_id.row', failed: { $topN: worst } } },
      ],
      { maxTimeMS: longestReportMs },
    )
    .toArray();
  return found.map(({ _id: row, failed }) => ({ row, fields: failed.map(toFailure) }));
}

function toFailure({ failed, count }: { failed: string; count: number }): FieldFailure {
  const [field = '', reason = ''] = failed.split(':');
  return { field, reason, count };
}
