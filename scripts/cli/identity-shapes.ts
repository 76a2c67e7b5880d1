/** What the API says of who is who, limited to what the commands show. */
import { z } from 'zod';

const review = z.object({
  id: z.string(),
  people: z.array(z.string()),
  status: z.string(),
  band: z.string(),
  score: z.number(),
  rule: z.string(),
  rulesVersion: z.string(),
  openedAt: z.string(),
});

export const reviewList = z.object({ reviews: z.array(review), total: z.number(), next: z.string().nullish() });

const heldNumber = z.object({ number: z.string(), until: z.string().optional(), replacedBy: z.string().optional() });
export type HeldNumber = z.infer<typeof heldNumber>;

const decision = z.object({ by: z.string(), reason: z.string(), at: z.string() });

export const reviewDetail = review.extend({
  decision: decision.extend({ act: z.string() }).optional(),
  sides: z.array(
    z.object({
      key: z.string(),
      person: z.string().nullable(),
      numbers: z.array(heldNumber),
      systems: z.array(z.string()),
    }),
  ),
  fields: z.array(z.object({ field: z.string(), values: z.array(z.unknown()), compared: z.string().optional() })),
  evidence: z.array(z.object({ field: z.string(), level: z.string(), weight: z.number() })),
});
export type ReviewDetail = z.infer<typeof reviewDetail>;

const kind = z.enum(['same', 'distinct', 'number-replaced', 'split', 'protected']);

export const personHeld = z.object({
  person: z.string(),
  key: z.string(),
  revision: z.number(),
  numbers: z.array(heldNumber),
  companions: z.array(z.string()),
  records: z.array(
    z.object({ system: z.string(), sourceKey: z.string(), key: z.string(), asOf: z.string(), isInForce: z.boolean() }),
  ),
  acts: z.array(
    decision.extend({
      ...{ id: z.string(), kind, people: z.array(z.string()), effectiveOn: z.string() },
      annulled: decision.optional(),
    }),
  ),
});
export type PersonHeld = z.infer<typeof personHeld>;

export const filedAct = z.object({
  id: z.string(),
  kind,
  people: z.array(z.string()),
  moves: z.array(z.object({ from: z.string(), to: z.string(), records: z.number() })),
});
export type FiledAct = z.infer<typeof filedAct>;

export const annulledAct = z.object({ id: z.string(), kind, people: z.array(z.string()) });
