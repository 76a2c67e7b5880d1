import { z } from 'zod';

/**
 * A list or map of at most `most` entries, counted before any of them is looked at: a body is small, and what checking
 * every entry of one that is only entries costs is not. `what` names the entries in the fault.
 */
export function counted<T extends z.ZodArray | z.ZodRecord>(schema: T, most: number, what: string) {
  const limit = schema instanceof z.ZodArray ? { maxItems: most } : { maxProperties: most };
  return z
    .preprocess((input, context) => {
      if (countOf(input) <= most) return input;
      const params = { code: 'wrong-length' };
      context.addIssue({ code: 'custom', message: `at most ${most} ${what}`, params });
      return z.NEVER;
    }, schema)
    .meta(limit);
}

function countOf(input: unknown): number {
  if (typeof input !== 'object' || input === null) return 0;
  return Array.isArray(input) ? input.length : Object.keys(input).length;
}
