/** What the system sends, as far as reading on and routing need it. What the rest means is for mappings/ to say. */
import { z } from 'zod';

/** A page: records in the order of their sequence, and the last sequence there is. */
export const pageAnswer = z.object({ records: z.array(z.unknown()), last: z.int().min(0) });

/** The parts of a record we need; others are left alone. */
export const entry = z.object({
  sequence: z.int().min(0),
  id: z.string().min(1).max(100),
  kind: z.string().regex(/^[a-z][a-z-]{0,39}$/),
  personalNumber: z.string().regex(/^\d{12}$/),
});
