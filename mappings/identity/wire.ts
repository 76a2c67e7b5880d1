/** The hub's own record of an act of identity. It is written by the hub alone, so its names are the hub's. */
import { z } from 'zod';

export const recordType = 'identity-act';

const personKey = z.string().regex(/^[\w-]{22}$/, 'a person key');
const text = z.string().min(1).max(500);
const decision = { by: text, reason: text, at: z.iso.datetime() };

const act = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('same'), other: personKey, survivor: personKey }),
  z.strictObject({ kind: z.literal('distinct'), other: personKey }),
  z.strictObject({ kind: z.literal('number-replaced'), old: personKey, replacement: personKey }),
  z.strictObject({
    kind: z.literal('split'),
    from: personKey,
    records: z
      .array(z.strictObject({ system: text, sourceKey: text }))
      .min(1)
      .max(1000),
    into: personKey,
    person: personKey.optional(),
  }),
  z.strictObject({ kind: z.literal('protected') }),
]);

export const wire = {
  act: 'act',
  effectiveOn: 'effectiveOn',
  personalNumber: 'personalNumber',
} as const;

/** One act, as filed with one of the people it concerns. */
export const identityRecord = z.strictObject({
  act,
  /** The day from which it is so. */
  effectiveOn: z.iso.date(),
  /** The number that replaced another. */
  personalNumber: z.string().optional(),
  /** Who decided, why, and when; for whoever asks about the person. */
  ...decision,
  /** The same of taking it back. */
  annulled: z.strictObject(decision).optional(),
});

export type IdentityRecord = z.infer<typeof identityRecord>;
