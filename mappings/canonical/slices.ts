/**
 * A person is kept as slices, one per source record, and a merged view made from them. The merged view is a pure
 * function of the slices (mappings/precedence.ts), so no order of arrival can matter.
 */
import type { CitizenField, CitizenFields } from './citizen.ts';
import type { Act } from '../contract.ts';
import type { DecidedAct } from './identity-act.ts';

export type Slice = {
  system: string;
  /** The source's record type, and its key for this fact. */
  type: string;
  sourceKey: string;
  sourceVersion: number;
  /** An annulled or deleted fact stays as a slice without fields, so that an older upsert cannot bring it back. */
  operation: 'upsert' | 'annul' | 'delete';
  mappingVersion: number;
  act: Act;
  asOf: string;
  receivedAt: string;
  /** The raw record that made this slice. */
  recordId: string;
  fields: CitizenFields;
  /** Fields this record says are being investigated: their values stand, marked and not trusted. */
  underInvestigation?: CitizenField[];
  /**
   * The key of whom the record named, where the slice stands with another person because the two are one. Part of the
   * slice's identity, so that it can go back if they turn out not to be.
   */
  node?: string;
  /** Whom the record is about, where an act of splitting says that it is not the one it named. */
  unit?: string;
  /** What an act of civil status said until it was taken back. It states nothing: a copy elsewhere is known by it. */
  withdrawn?: Withdrawn;
  /** What an act of identity says; kept when the act is taken back, so that what it did can be undone. */
  identity?: DecidedAct;
};

/** The newest statement of a fact that was taken back since. */
export type Withdrawn = Pick<Slice, 'sourceVersion' | 'mappingVersion' | 'act' | 'asOf' | 'fields'>;

/** One value of the merged view: where it came from, by which rule it was chosen, and what it is worth. */
export type MergedValue<F extends CitizenField = CitizenField> = {
  value: NonNullable<CitizenFields[F]>;
  system: string;
  asOf: string;
  rule: string;
  /** Whether whoever is in charge of the field said so, and nobody in charge doubts it: only then may a form lock it. */
  trusted: boolean;
  /**
   * Somebody in charge of the field is looking into it, or has taken it back without whoever states it having spoken
   * since. The value stands, and is not trusted.
   */
  underInvestigation?: true;
};

export type MergedView = { [F in CitizenField]?: MergedValue<F> };
