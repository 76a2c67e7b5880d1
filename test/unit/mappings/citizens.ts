/** Any citizen the hub can hold: every field, dates as far as they are known, texts with whatever characters. */
import fc from 'fast-check';
import type { Address, CitizenFields, Code, PartialDate, PersonName } from '../../../mappings/canonical/citizen.ts';
import { buildAddress } from '../../../mappings/lib/addresses.ts';
import { nameKeys, parseName } from '../../../mappings/lib/names.ts';
import { tidyText } from '../../../mappings/lib/text.ts';

export const personalNumber = '079190123456';

const hostile = fc.string({
  unit: fc.constantFrom(...Array.from(`<>&"']]-!?{}\\/:=\u0000ﾠ\ufffe\uffff\u202e😀ễĐạ aA1`)),
  maxLength: 20,
});
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  hostile,
  fc.constantFrom('</dc:CongDan>', ']]>', '&amp;', '__proto__', 'NguyÔn'),
);

function tidied(maxLength: number): fc.Arbitrary<string> {
  return anyText
    .map((raw) => tidyText(raw, maxLength))
    .map((tidy) => (tidy.ok && tidy.value !== '' ? tidy.value : 'Số 1 "A" & <B>'));
}

const text = tidied(200);
const name: fc.Arbitrary<PersonName> = anyText
  .map(parseName)
  .map((parsed) =>
    parsed.ok && parsed.value.text !== '' ? parsed.value : { text: "H'Hen Niê", keys: nameKeys("H'Hen Niê") },
  );
const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: length, maxLength: length });

const date: fc.Arbitrary<PartialDate> = fc.oneof(
  fc.record({ year: fc.integer({ min: 1, max: 2025 }) }),
  fc.record({ year: fc.integer({ min: 1, max: 2025 }), month: fc.integer({ min: 1, max: 12 }) }),
  fc.record({
    year: fc.integer({ min: 1, max: 2025 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  }),
);

/** A code of a list, one under the source's own scheme, or one of another list altogether. */
function code(scheme: string, codes: readonly string[], ...others: string[]): fc.Arbitrary<Code> {
  const anyCode = fc.record({ scheme: fc.constantFrom(scheme, ...others, 'another'), code: tidied(40) });
  return fc.oneof(
    fc.constantFrom(...codes).map((each) => ({ scheme, code: each })),
    anyCode,
  );
}

const nationality = code('iso-3166-1-alpha-2', ['VN', 'FR', 'ZZ']);
const relationship = code('population-relationship', ['CH01']);
const unit = (length: number): fc.Arbitrary<string> => fc.oneof(digits(length), text);
const address: fc.Arbitrary<Address> = fc
  .record({
    country: fc.option(fc.constantFrom('VN', 'FR', 'ZZ', 'XX'), { nil: undefined }),
    province: fc.option(unit(2), { nil: undefined }),
    district: fc.option(unit(3), { nil: undefined }),
    commune: fc.option(unit(5), { nil: undefined }),
    detail: fc.option(text, { nil: undefined }),
  })
  .map((parts) => buildAddress(parts) ?? { country: 'FR', catalogue: 'unknown' });

const relativeParts = {
  name: name.map(({ text: written }) => ({ text: written })),
  personalNumber: digits(12),
  oldIdentityNumber: digits(9),
  nationality,
};
const atLeastNamed = { requiredKeys: ['name'] as ['name'] };
const relative = fc.record(relativeParts, atLeastNamed);
const member = fc.record({ ...relativeParts, relationship }, atLeastNamed);

const fields = {
  personalNumber: fc.constant(personalNumber),
  fullName: name,
  otherName: name,
  birthDate: date,
  sex: code('sex', ['male', 'female'], 'sex-qcvn109'),
  birthPlace: address,
  birthRegistrationPlace: address,
  hometown: address,
  ethnicity: code('ethnic-2008', ['01', '04', '25', '54'], 'ethnic-1979', 'ethnic-name'),
  religion: code('religion-qcvn109', ['00', '99']),
  nationality,
  bloodGroup: code('abo', ['A', 'B', 'AB', 'O'], 'blood-group-qcvn109', 'blood-group-letter'),
  oldIdentityNumber: digits(9),
  identityCard: fc.record(
    { number: digits(12), kind: code('card', ['1']), issuedOn: date, issuedBy: text, expiresOn: date },
    { requiredKeys: [] },
  ),
  father: relative,
  mother: relative,
  spouse: relative,
  children: fc.array(relative, { maxLength: 3 }),
  representative: relative,
  represented: fc.array(relative, { maxLength: 3 }),
  permanentResidence: address,
  temporaryResidence: address,
  currentResidence: address,
  temporaryAbsence: fc.record({ from: date, until: date, reason: text }, { requiredKeys: [] }),
  residenceFileNumber: text,
  maritalStatus: code('marital-status', ['never-married', 'married', 'divorced-or-widowed'], 'marital-status-qcvn109'),
  headOfHousehold: member,
  householdMembers: fc.array(member, { maxLength: 3 }),
  deathDate: date,
  missingDate: date,
  phone: text,
  email: text,
  socialInsuranceNumber: digits(10),
  healthInsuranceNumber: digits(10),
  taxNumber: digits(10),
  passportNumber: digits(8),
} satisfies { [F in Exclude<keyof CitizenFields, 'addressProtection'>]-?: fc.Arbitrary<NonNullable<CitizenFields[F]>> };

export const anyCitizen: fc.Arbitrary<CitizenFields> = fc
  .record(fields, { requiredKeys: ['personalNumber'] })
  .map((citizen) => structuredClone(citizen));
