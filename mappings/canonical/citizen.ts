/**
 * The hub's language for a citizen: the fields of the Law on Identification 26/2023/QH15, article 9, that the hub
 * handles so far, each with its type. Values are canonical whichever system they came from.
 */
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

/** Which list of administrative units an address's codes are from. */
export const catalogueVersion = z.enum(['before-2025-07', 'since-2025-07', 'unknown']);
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

export const headOfHousehold = relative.extend({ relationship: code.optional() });
export type HeadOfHousehold = z.infer<typeof headOfHousehold>;

/** Sensitive by Decree 356/2025: ethnic origin, religion, health. The rest is basic personal data. */
export type Classification = 'basic' | 'sensitive';

type FieldDefinition = { schema: z.ZodType; classification: Classification; article9: number; vi: string; en: string };

/** Every field: its type, class, number in article 9, and labels. The one list that all others derive from. */
export const citizenFields = {
  fullName: {
    schema: personName,
    classification: 'basic',
    article9: 1,
    vi: 'Họ, chữ đệm và tên khai sinh',
    en: 'Full name',
  },
  personalNumber: {
    schema: z.string(),
    classification: 'basic',
    article9: 3,
    vi: 'Số định danh cá nhân',
    en: 'Personal identification number',
  },
  birthDate: {
    schema: partialDate,
    classification: 'basic',
    article9: 4,
    vi: 'Ngày, tháng, năm sinh',
    en: 'Date of birth',
  },
  sex: { schema: code, classification: 'basic', article9: 5, vi: 'Giới tính', en: 'Sex' },
  birthPlace: { schema: address, classification: 'basic', article9: 6, vi: 'Nơi sinh', en: 'Place of birth' },
  birthRegistrationPlace: {
    schema: address,
    classification: 'basic',
    article9: 7,
    vi: 'Nơi đăng ký khai sinh',
    en: 'Place of birth registration',
  },
  hometown: { schema: address, classification: 'basic', article9: 8, vi: 'Quê quán', en: 'Home town' },
  ethnicity: { schema: code, classification: 'sensitive', article9: 9, vi: 'Dân tộc', en: 'Ethnic group' },
  religion: { schema: code, classification: 'sensitive', article9: 10, vi: 'Tôn giáo', en: 'Religion' },
  nationality: { schema: code, classification: 'basic', article9: 11, vi: 'Quốc tịch', en: 'Nationality' },
  bloodGroup: { schema: code, classification: 'sensitive', article9: 12, vi: 'Nhóm máu', en: 'Blood group' },
  oldIdentityNumber: {
    schema: z.string(),
    classification: 'basic',
    article9: 13,
    vi: 'Số chứng minh nhân dân 09 số',
    en: 'Nine-digit identity card number',
  },
  father: { schema: relative, classification: 'basic', article9: 15, vi: 'Cha', en: 'Father' },
  mother: { schema: relative, classification: 'basic', article9: 15, vi: 'Mẹ', en: 'Mother' },
  spouse: { schema: relative, classification: 'basic', article9: 15, vi: 'Vợ, chồng', en: 'Spouse' },
  permanentResidence: {
    schema: address,
    classification: 'basic',
    article9: 16,
    vi: 'Nơi thường trú',
    en: 'Permanent residence',
  },
  currentResidence: {
    schema: address,
    classification: 'basic',
    article9: 18,
    vi: 'Nơi ở hiện tại',
    en: 'Current residence',
  },
  maritalStatus: {
    schema: code,
    classification: 'basic',
    article9: 21,
    vi: 'Tình trạng hôn nhân',
    en: 'Marital status',
  },
  headOfHousehold: {
    schema: headOfHousehold,
    classification: 'basic',
    article9: 23,
    vi: 'Chủ hộ',
    en: 'Head of household',
  },
  deathDate: {
    schema: partialDate,
    classification: 'basic',
    article9: 24,
    vi: 'Ngày chết hoặc mất tích',
    en: 'Date of death',
  },
  phone: { schema: z.string(), classification: 'basic', article9: 25, vi: 'Số thuê bao di động', en: 'Mobile number' },
  email: { schema: z.string(), classification: 'basic', article9: 25, vi: 'Địa chỉ thư điện tử', en: 'E-mail address' },
} as const satisfies Record<string, FieldDefinition>;

export type CitizenField = keyof typeof citizenFields;

/** Some fields of one citizen: what one record says, or what the hub holds. */
export type CitizenFields = { [F in CitizenField]?: z.infer<(typeof citizenFields)[F]['schema']> };

export const citizenFieldNames = Object.keys(citizenFields) as readonly CitizenField[];
