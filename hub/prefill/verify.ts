/** What became of the fields of a submission since the hub answered them. Pure. */
import type { JsonValue } from './contract.ts';
import { compareField } from './digests.ts';
import type { OpenedSeal, SealClaims } from './seals.ts';

/** Every verdict on a field of a submission, with what it means. */
export const verdicts = {
  untouched: 'The value is the one the hub answered.',
  edited: 'The hub answered this field, with another value.',
  forged: 'What stands as proof is not the hub’s, or not for this field.',
  expired: 'The value is the one the hub answered, and the seal is no longer good.',
  declared: 'Nothing is claimed to come from the hub: the citizen says it.',
} as const;

export type Verdict = keyof typeof verdicts;

/** A field of a submission; `seal` is what the hub gave with the value. */
export type SubmittedField = { value: JsonValue; seal?: string | undefined };

/** The verdict on every field. */
export function judge(opened: OpenedSeal, fields: Readonly<Record<string, SubmittedField>>): Record<string, Verdict> {
  return Object.fromEntries(
    Object.entries(fields).map(([field, submitted]) => [field, judgeField(opened, field, submitted)]),
  );
}

function judgeField(opened: OpenedSeal, field: string, { value, seal: salt }: SubmittedField): Verdict {
  if (salt === undefined) return 'declared';
  const sealed = opened.state === 'forged' ? undefined : sealedField(opened.claims, field);
  if (sealed === undefined) return 'forged';
  const found = compareField(sealed, { field, salt, value });
  return found === 'untouched' && opened.state === 'expired' ? 'expired' : found;
}

/** Only what the seal itself names: every object has members by other names. */
function sealedField({ fields }: SealClaims, field: string): string | undefined {
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}
