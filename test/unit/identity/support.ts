/** Invented people for the tests of matching, as records state them. */
import type { CitizenFields } from '../../../mappings/canonical/citizen.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { parseDate } from '../../../mappings/lib/dates.ts';
import { nameKeys } from '../../../mappings/lib/names.ts';
import { loadMatchingRules } from '../../../hub/identity/matching/load.ts';
import { createMatcher } from '../../../hub/identity/matching/matcher.ts';
import { loadUnits } from '../../../hub/catalogues/units.ts';
import { comparableUnits } from '../../../hub/identity/matching/units.ts';
import type { Judgement } from '../../../hub/identity/matching/contract.ts';

export const matcher = createMatcher(loadMatchingRules(), comparableUnits(loadUnits()));

type Stated = {
  name?: string;
  born?: string;
  sex?: 'male' | 'female';
  commune?: string;
  district?: string;
  detail?: string;
  father?: string;
  mother?: string;
  system?: string;
} & Pick<
  CitizenFields,
  'personalNumber' | 'oldIdentityNumber' | 'socialInsuranceNumber' | 'healthInsuranceNumber' | 'phone'
>;

/** Wards of Ho Chi Minh City since July 2025; and one of Bình Dương before, which went into the first. */
export const communes = { thuDauMot: '25747', thuanAn: '25978', oldPhuTho: '25753' } as const;
/** The district of Thủ Dầu Một, until July 2025. */
export const oldDistrict = '718';

/** A record that states these things. */
export function record(stated: Stated, slice: Partial<Slice> = {}): Slice {
  const { name, born, sex, commune, district, detail, father, mother, system = 'sector', ...numbers } = stated;
  const fields: CitizenFields = {
    ...numbers,
    ...(name === undefined ? {} : { fullName: { text: name, keys: nameKeys(name) } }),
    ...(born === undefined ? {} : { birthDate: dateOf(born) }),
    ...(sex === undefined ? {} : { sex: { scheme: 'sex', code: sex } }),
    ...relative('father', father),
    ...relative('mother', mother),
    ...(commune === undefined ? {} : { permanentResidence: addressOf(commune, district, detail) }),
  };
  return { ...bare, system, sourceKey: JSON.stringify(stated), fields, ...slice };
}

function relative(field: 'father' | 'mother', name: string | undefined): CitizenFields {
  return name === undefined ? {} : { [field]: { name: { text: name } } };
}

/** How two people are judged, each by what records state of them. */
export function judge(one: Stated | readonly Slice[], other: Stated | readonly Slice[]): Judgement {
  return matcher.judge(matcher.featuresOf(slicesOf(one)), matcher.featuresOf(slicesOf(other)));
}

/** The level at which a field compared. */
export function levelOf({ evidence }: Judgement, field: string): string | undefined {
  return evidence.find((each) => each.field === field)?.level;
}

/** What a field, or what several share, weighed. */
export function weightOf({ evidence }: Judgement, field: string): number {
  return evidence.find((each) => each.field === field)?.weight ?? 0;
}

function slicesOf(stated: Stated | readonly Slice[]): readonly Slice[] {
  return isList(stated) ? stated : [record(stated)];
}

function isList(stated: Stated | readonly Slice[]): stated is readonly Slice[] {
  return Array.isArray(stated);
}

function addressOf(commune: string, district: string | undefined, detail: string | undefined) {
  return {
    country: 'VN',
    province: district === undefined ? '79' : '74',
    commune,
    catalogue: district === undefined ? ('since-2025-07' as const) : ('before-2025-07' as const),
    ...(district === undefined ? {} : { district }),
    ...(detail === undefined ? {} : { detail }),
  };
}

function dateOf(text: string) {
  const date = parseDate(text, ['iso', 'month', 'year'], { year: 9999, month: 12, day: 31 });
  if (!date.ok) throw new Error('reading a date for a test');
  return date.value;
}

const at = '2026-01-02T03:04:05.678Z';
const bare = {
  type: 'citizen',
  sourceVersion: 1,
  operation: 'upsert',
  mappingVersion: 1,
  act: 'state',
  asOf: at,
  receivedAt: at,
  recordId: 'r',
} as const;
