/**
 * The hub's language for a citizen: the 25 groups of the Law on Identification 26/2023/QH15, article 9, and of its
 * "other information" (26) what the hub's systems tell. Values are canonical whichever system they came from. A field's
 * name is its path, in the API, events, forms and the store: it never changes.
 */
import { z } from 'zod';
import {
  address,
  code,
  headOfHousehold,
  householdMember,
  identityCard,
  partialDate,
  personName,
  relative,
  temporaryAbsence,
} from './types.ts';

export type { Address, CatalogueVersion, Code, HeadOfHousehold, PartialDate, PersonName, Relative } from './types.ts';

/** Sensitive by Decree 356/2025: ethnic origin, religion, health. The rest is basic personal data. */
export type Classification = 'basic' | 'sensitive';

type Labels = { vi: string; en: string };

/** `article9`: the group or groups of article 9 the field is of. */
type FieldDefinition<S extends z.ZodType> = Labels & {
  schema: S;
  classification: Classification;
  article9: readonly number[];
};

type Groups = number | readonly number[];

function basic<S extends z.ZodType>(article9: Groups, schema: S, labels: Labels): FieldDefinition<S> {
  return { schema, classification: 'basic', article9: [article9].flat(), ...labels };
}

function sensitive<S extends z.ZodType>(article9: Groups, schema: S, labels: Labels): FieldDefinition<S> {
  return { ...basic(article9, schema, labels), classification: 'sensitive' };
}

const text = z.string();

/** Every field: its type, class, group in article 9, and labels. The one list that all others derive from. */
export const citizenFields = {
  fullName: basic(1, personName, { vi: 'Họ, chữ đệm và tên khai sinh', en: 'Full name' }),
  otherName: basic(2, personName, { vi: 'Tên gọi khác', en: 'Other name' }),
  personalNumber: basic(3, text, { vi: 'Số định danh cá nhân', en: 'Personal identification number' }),
  birthDate: basic(4, partialDate, { vi: 'Ngày, tháng, năm sinh', en: 'Date of birth' }),
  sex: basic(5, code, { vi: 'Giới tính', en: 'Sex' }),
  birthPlace: basic(6, address, { vi: 'Nơi sinh', en: 'Place of birth' }),
  birthRegistrationPlace: basic(7, address, { vi: 'Nơi đăng ký khai sinh', en: 'Place of birth registration' }),
  hometown: basic(8, address, { vi: 'Quê quán', en: 'Home town' }),
  ethnicity: sensitive(9, code, { vi: 'Dân tộc', en: 'Ethnic group' }),
  religion: sensitive(10, code, { vi: 'Tôn giáo', en: 'Religion' }),
  nationality: basic(11, code, { vi: 'Quốc tịch', en: 'Nationality' }),
  bloodGroup: sensitive(12, code, { vi: 'Nhóm máu', en: 'Blood group' }),
  oldIdentityNumber: basic(13, text, { vi: 'Số chứng minh nhân dân 09 số', en: 'Nine-digit identity card number' }),
  identityCard: basic(14, identityCard, {
    vi: 'Thẻ căn cước, căn cước công dân, chứng minh nhân dân 12 số',
    en: 'Identity card',
  }),
  father: basic(15, relative, { vi: 'Cha', en: 'Father' }),
  mother: basic(15, relative, { vi: 'Mẹ', en: 'Mother' }),
  spouse: basic(15, relative, { vi: 'Vợ, chồng', en: 'Spouse' }),
  children: basic(15, z.array(relative), { vi: 'Con', en: 'Children' }),
  representative: basic(15, relative, { vi: 'Người đại diện hợp pháp', en: 'Legal representative' }),
  represented: basic(15, z.array(relative), { vi: 'Người được đại diện', en: 'Persons represented' }),
  permanentResidence: basic(16, address, { vi: 'Nơi thường trú', en: 'Permanent residence' }),
  temporaryResidence: basic(17, address, { vi: 'Nơi tạm trú', en: 'Temporary residence' }),
  currentResidence: basic(18, address, { vi: 'Nơi ở hiện tại', en: 'Current residence' }),
  temporaryAbsence: basic(19, temporaryAbsence, { vi: 'Tình trạng khai báo tạm vắng', en: 'Declared absence' }),
  residenceFileNumber: basic(20, text, { vi: 'Số hồ sơ cư trú', en: 'Residence file number' }),
  maritalStatus: basic(21, code, { vi: 'Tình trạng hôn nhân', en: 'Marital status' }),
  headOfHousehold: basic([22, 23], headOfHousehold, {
    vi: 'Chủ hộ, quan hệ với chủ hộ',
    en: 'Head of household, relation to them',
  }),
  householdMembers: basic(23, z.array(householdMember), {
    vi: 'Thành viên hộ gia đình',
    en: 'Members of the household',
  }),
  deathDate: basic(24, partialDate, { vi: 'Ngày, tháng, năm chết', en: 'Date of death' }),
  missingDate: basic(24, partialDate, { vi: 'Ngày, tháng, năm mất tích', en: 'Date gone missing' }),
  phone: basic(25, text, { vi: 'Số thuê bao di động', en: 'Mobile number' }),
  email: basic(25, text, { vi: 'Địa chỉ thư điện tử', en: 'E-mail address' }),
  socialInsuranceNumber: basic(26, text, { vi: 'Mã số bảo hiểm xã hội', en: 'Social-insurance number' }),
  healthInsuranceNumber: basic(26, text, { vi: 'Mã số thẻ bảo hiểm y tế', en: 'Health-insurance card number' }),
  taxNumber: basic(26, text, { vi: 'Mã số thuế', en: 'Tax number' }),
  passportNumber: basic(26, text, { vi: 'Số hộ chiếu', en: 'Passport number' }),
  addressProtection: basic(26, z.literal(true), { vi: 'Bảo vệ thông tin nơi ở', en: 'Address protection' }),
} as const satisfies Record<string, FieldDefinition<z.ZodType>>;

export type CitizenField = keyof typeof citizenFields;

/** Some fields of one citizen: what one record says, or what the hub holds. */
export type CitizenFields = { [F in CitizenField]?: z.infer<(typeof citizenFields)[F]['schema']> };

export const citizenFieldNames = Object.keys(citizenFields) as readonly CitizenField[];
