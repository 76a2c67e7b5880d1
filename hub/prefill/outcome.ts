/** What became of an answer, as it counts towards the declaring that was saved. Pure. */
import type { AccessDocument } from '../store/accesses.ts';
import type { OutcomeDocument } from '../store/outcomes.ts';
import { fieldsOnRecord } from './disclosure.ts';
import type { SealClaims } from './seals.ts';
import type { Verdict } from './verify.ts';

/** What can become of a field that was given, with what it means. */
export const fates = {
  accepted: 'Handed in as it was given.',
  edited: 'Handed in with another value, or without its proof.',
  left: 'Not handed in.',
} as const;

export type Fate = keyof typeof fates;

/** A seal that has run out proves nothing to the agency any more. */
type Fates = Readonly<Record<string, Fate | 'expired'>>;

/** Fields with these reasons could not have come from anywhere but the citizen. */
const notReusable = new Set(['declared-by-citizen', 'not-applicable']);

/**
 * The outcome of an answer on record. A field counts as accepted only if it came from who is in charge of it and was
 * handed in unedited; one of which nothing is told was left.
 */
export function outcomeOf(
  access: AccessDocument,
  told: Fates,
  { way, at }: Pick<OutcomeDocument, 'way' | 'at'>,
): OutcomeDocument {
  const { _id, at: issuedAt, client, agency, form, version, procedure, declarable } = access;
  const { given, notGiven } = fieldsOnRecord(access);
  const missed = notGiven.filter(({ reason }) => !notReusable.has(reason));
  const failures = given.flatMap(({ field, authoritative }) => {
    const fate = Object.hasOwn(told, field) ? (told[field] ?? 'left') : 'left';
    if (fate !== 'accepted') return [`${field}:${fate}`];
    return authoritative ? [] : [`${field}:not-authoritative`];
  });
  return {
    ...{ _id, at, way, issuedAt, client, agency, form, version, procedure, declarable },
    reusable: given.length + missed.length,
    prefilled: given.length,
    accepted: given.length - failures.length,
    failed: [...failures, ...missed.map(({ field, reason }) => `${field}:${reason}`)],
  };
}

/** What the verdicts on a submission say of the fields that were sealed. */
export function fatesOf({ fields }: SealClaims, verdicts: Readonly<Record<string, Verdict>>): Fates {
  return Object.fromEntries(
    Object.keys(fields).map((field) => [field, Object.hasOwn(verdicts, field) ? fateOf(verdicts[field]) : 'left']),
  );
}

function fateOf(verdict: Verdict | undefined): Fate | 'expired' {
  switch (verdict) {
    case undefined:
      return 'left';
    case 'untouched':
      return 'accepted';
    case 'expired':
      return 'expired';
    case 'edited':
    case 'forged':
    case 'declared':
      return 'edited';
  }
}
