/** How deep a record may be nested: what reads it goes down a level by calling itself, and must come to an end. */

/** Deeper than any record; a citizen in the national message has six levels. */
export const maxDepth = 20;

/** Whether a value of parsed JSON is nested no deeper than a record may be. */
export function isWithinDepth(value: unknown, depth = maxDepth): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((each) => isWithinDepth(each, depth - 1));
}
