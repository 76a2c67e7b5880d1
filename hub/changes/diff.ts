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
  if (a === b) return true;
  return isObject(a) && isObject(b) && holdsAll(a, b) && holdsAll(b, a);
}

function holdsAll(a: Plain, b: Plain): boolean {
  for (const name in a) if (!isSame(a[name], b[name])) return false;
  return true;
}

type Plain = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null;
}
