import { citizenFieldNames, type CitizenField } from '../../mappings/canonical/citizen.ts';
import type { MergedValue, MergedView } from '../../mappings/canonical/slices.ts';

export type FieldChange = { field: CitizenField; change: 'added' | 'changed' | 'removed' | 'corrected' };

/**
 * Which fields of the merged view have another value, or one whose investigation began or ended: a value may be relied
 * on no longer, or again. The same value from another system is no change to anybody. `corrected` says that the earlier
 * value was wrong, not that the fact changed.
 */
export function diffViews(before: MergedView, after: MergedView, isCorrection: boolean): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const field of citizenFieldNames) {
    const change = changeOf(before[field], after[field], isCorrection);
    if (change !== undefined) changes.push({ field, change });
  }
  return changes;
}

type Held = MergedValue | undefined;

function changeOf(old: Held, now: Held, isCorrection: boolean): FieldChange['change'] | undefined {
  if (old === undefined) return now === undefined ? undefined : 'added';
  if (now === undefined) return 'removed';
  if (!isSame(old.value, now.value)) return isCorrection ? 'corrected' : 'changed';
  return old.underInvestigation === now.underInvestigation ? undefined : 'changed';
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
