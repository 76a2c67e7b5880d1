/** The shapes of a citizen's values, the same whichever system they came from. */
import { z } from 'zod';

/** A date as far as it is known: a year, a year and month, or a day. Never padded with an invented 1 January. */
export const partialDate = z.object({
  year: z.int().min(1).max(9999),
  month: z.int().min(1).max(12).optional(),
  day: z.int().min(1).max(31).optional(),
});
export type PartialDate = z.infer<typeof partialDate>;

/** A code means nothing without the list it is from. */
export const code = z.object({ scheme: z.string(), code: z.string() });
export type Code = z.infer<typeof code>;

/** A name as written (NFC, spaces tidied), beside keys for comparison; see mappings/lib/names.ts. */
export const personName = z.object({
  text: z.string(),
  keys: z.object({ exact: z.string(), tone: z.string(), plain: z.string() }),
});
export type PersonName = z.infer<typeof personName>;

/**
 * Which edition of the catalogue of administrative units an address's codes are from: one per reform, as
 * mappings/catalogues/admin-units/editions.csv lists them, or `unknown`.
 */
export const catalogueVersion = z.string();
export type CatalogueVersion = z.infer<typeof catalogueVersion>;

export const address = z.object({
  country: z.string(),
  province: z.string().optional(),
  district: z.string().optional(),
  commune: z.string().optional(),
  detail: z.string().optional(),
  catalogue: catalogueVersion,
});
export type Address = z.infer<typeof address>;

/** A name as written, of somebody who is compared under their own record if at all. */
export const writtenName = personName.pick({ text: true });

/** Another person as a record names them. */
export const relative = z.object({
  name: writtenName.optional(),
  personalNumber: z.string().optional(),
  oldIdentityNumber: z.string().optional(),
  nationality: code.optional(),
});
export type Relative = z.infer<typeof relative>;

/** The head of the citizen's household; `relationship` is what the citizen is to them. */
export const headOfHousehold = relative.extend({ relationship: code.optional() });
export type HeadOfHousehold = z.infer<typeof headOfHousehold>;

/** Another member of the citizen's household; `relationship` is what that member is to its head. */
export const householdMember = relative.extend({ relationship: code.optional() });
export type HouseholdMember = z.infer<typeof householdMember>;

/** The card held now or last; its number is the personal number's twelve digits, whatever the card was called. */
export const identityCard = z.object({
  number: z.string().optional(),
  kind: code.optional(),
  issuedOn: partialDate.optional(),
  issuedBy: z.string().optional(),
  expiresOn: partialDate.optional(),
});
export type IdentityCard = z.infer<typeof identityCard>;

/** An absence from the place of residence that was declared; open-ended if `until` is not given. */
export const temporaryAbsence = z.object({
  from: partialDate.optional(),
  until: partialDate.optional(),
  reason: z.string().optional(),
});
export type TemporaryAbsence = z.infer<typeof temporaryAbsence>;
