import { citizenFieldNames, type CitizenField } from '../../mappings/canonical/citizen.ts';
import type { MergedView } from '../../mappings/canonical/slices.ts';

export type FieldChange = { field: CitizenField; change: 'added' | 'changed' | 'removed' | 'corrected' };

/**
 * Which fields of the merged view have another value. Only values count: the same value from another system is no
 * change to anybody. `corrected` says that the earlier value was wrong, not that the fact changed.
 */
export function diffViews(before: MergedView, after: MergedView, isCorrection: boolean): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const field of citizenFieldNames) {
    const change = changeOf(before[field]?.value, after[field]?.value);
    if (change === undefined) continue;
    changes.push({ field, change: change === 'changed' && isCorrection ? 'corrected' : change });
  }
  return changes;
}

function changeOf(old: unknown, now: unknown): 'added' | 'changed' | 'removed' | undefined {
  if (old === undefined) return now === undefined ? undefined : 'added';
  if (now === undefined) return 'removed';
  return isSame(old, now) ? undefined : 'changed';
}

/** Structural equality of plain values; a property that is undefined equals one that is not there. */
function isSame(a: unknown, b: unknown): boolean {
  if (!isObject(a) || !isObject(b)) return a === b;
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined));
  return left.length === right.size && left.every(([name, value]) => isSame(value, right.get(name)));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
