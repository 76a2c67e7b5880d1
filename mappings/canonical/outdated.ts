/** What a person no longer has, although no source has taken it back. */
import type { CitizenField } from './citizen.ts';
import type { MergedView } from './slices.ts';

/**
 * Whether a field of this person is out of date: an identity card bears the personal number, so one with another number
 * is from before the number was replaced.
 */
export function isOutdated(field: CitizenField, { identityCard, personalNumber }: MergedView): boolean {
  if (field !== 'identityCard' || identityCard === undefined) return false;
  const { number } = identityCard.value;
  return number !== undefined && personalNumber !== undefined && number !== personalNumber.value;
}
