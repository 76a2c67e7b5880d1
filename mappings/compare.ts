/** A total order of texts and of plain values, independent of locale and of the order of an object's keys. */

/** Orders texts by UTF-16 units: -1, 0 or 1. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Orders plain JSON values; absent and undefined are one. 0 only if they are equal. */
export function compareValues(one: unknown, other: unknown): number {
  if (one === other) return 0;
  if (isObject(one) && isObject(other)) return compareObjects(one, other);
  const kinds = compareText(kindOf(one), kindOf(other));
  if (kinds !== 0) return kinds;
  if (typeof one === 'number' && typeof other === 'number') return one < other ? -1 : 1;
  return compareText(String(one), String(other));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

/** By the first key, in the order of keys, whose values differ. */
function compareObjects(one: Record<string, unknown>, other: Record<string, unknown>): number {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort(compareText);
  for (const key of keys) {
    const order = compareValues(one[key], other[key]);
    if (order !== 0) return order;
  }
  return 0;
}
