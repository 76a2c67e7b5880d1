/** What stands in the collections behind prefill, and their indexes. */
import { Schema, type Connection, type Model } from 'mongoose';

/**
 * One answer that left, or was about to. Nothing here is ever changed: no code updates or removes a document; MongoDB
 * itself removes what has passed `expiresAt`. No value of a person stands here, only which fields were given.
 */
export type AccessDocument = {
  /** Id of the answer. */
  _id: string;
  at: Date;
  client: string;
  officer?: string;
  session?: string;
  applicantRelation?: string;
  purpose: string;
  legalBasis: string;
  caseCode: string;
  /** Taken from the case code; empty where it tells none. */
  agency: string;
  form: string;
  version: string;
  /** Empty where it is not known. */
  procedure: string;
  /** The keys of everybody whose data were given, as they were then; the one asked for is the first. */
  persons: string[];
  /**
   * `<field>:<system>+<system>@<place>+<place>`: the places in `persons` of those whose data it is (everybody's, if not
   * there), with a `?` before the `@` where nobody in charge of the field had said so.
   */
  disclosed: string[];
  /** `<field>:<reason>`. */
  undisclosed: string[];
  /** Of those fields the ones with values to choose from: `<field>:<system>+<system>@<place>+<place>`. Left out if none. */
  offered?: string[];
  /** What was said of the person as a whole (hub/prefill/contract.ts). Left out if nothing. */
  told?: string[];
  /** How many fields of the form there are for a citizen to declare. */
  declarable: number;
  requestId: string;
  /** Left out where records are kept for good. */
  expiresAt?: Date;
};

/** What became of one answer: the first word stands. */
export type OutcomeDocument = {
  /** Id of the answer. */
  _id: string;
  at: Date;
  /** `verified`: found by the hub's own seals; `told`: as the client said. */
  way: 'verified' | 'told';
  /** Of the answer, so that the report reads this collection only. */
  issuedAt: Date;
  client: string;
  agency: string;
  form: string;
  version: string;
  procedure: string;
  declarable: number;
  reusable: number;
  prefilled: number;
  accepted: number;
  /** `<field>:<reason>` for each reusable field that does not count. */
  failed: string[];
};

const options = { versionKey: false, strict: true, minimize: false } as const;

const accessSchema = new Schema<AccessDocument>(
  {
    ...{
      _id: String,
      at: Date,
      client: String,
      officer: String,
      session: String,
      applicantRelation: String,
      purpose: String,
      legalBasis: String,
    },
    ...{ caseCode: String, agency: String, form: String, version: String, procedure: String, persons: [String] },
    ...{ disclosed: [String], undisclosed: [String], offered: [String], told: [String] },
    ...{ declarable: Number, requestId: String, expiresAt: Date },
  },
  { ...options, collection: 'accesses' },
)
  .index({ persons: 1, at: -1, _id: -1 })
  .index({ at: 1 })
  .index({ expiresAt: 1 }, { expireAfterSeconds: 0, sparse: true });

const outcomeSchema = new Schema<OutcomeDocument>(
  {
    ...{ _id: String, at: Date, way: String, issuedAt: Date, client: String, agency: String, form: String },
    ...{ version: String, procedure: String, declarable: Number, reusable: Number, prefilled: Number },
    ...{ accepted: Number, failed: [String] },
  },
  { ...options, collection: 'outcomes' },
).index({ issuedAt: 1 });

/** Registers the models on the connection. */
export function prefillModels(connection: Connection): Model<never>[] {
  return [
    connection.model('Access', accessSchema),
    connection.model('Outcome', outcomeSchema),
  ] as unknown as Model<never>[];
}
