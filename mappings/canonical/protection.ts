/** Address protection: what is given to nobody of a person whom an act protects (mappings/canonical/identity-act.ts). */
import type { CitizenField } from './citizen.ts';
import type { MergedView } from './slices.ts';

/** Where somebody is to be found, and how to reach them. The one list. */
const protectedFields: ReadonlySet<CitizenField> = new Set<CitizenField>([
  'permanentResidence',
  'temporaryResidence',
  'currentResidence',
  'phone',
  'email',
]);

/** Whether a field of this person may not be given out. That they are protected is nobody else's to know either. */
export function isProtected(field: CitizenField, { addressProtection }: MergedView): boolean {
  return field === 'addressProtection' || (addressProtection !== undefined && protectedFields.has(field));
}
