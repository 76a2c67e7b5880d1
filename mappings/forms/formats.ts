/**
 * How a form wants a canonical value written. A format answers undefined for a value it cannot write faithfully (a
 * code of another list, an address of units whose names are not known), never something near it.
 */
import { address, code, headOfHousehold, partialDate, writtenName, type Address } from '../canonical/types.ts';
import type { MergedView } from '../canonical/slices.ts';
import { sexes } from '../lib/codes.ts';
import { twoDigits } from '../lib/dates.ts';
import type { UnitLevel } from '../lib/units/contract.ts';
import type { Succession } from '../lib/units/successors.ts';

export type FormatContext = {
  view: MergedView;
  /** The name of an administrative unit with its type (`Phường Bến Thành`), if the catalogue has it. */
  unitName: (catalogue: Address['catalogue'], level: UnitLevel, code: string) => string | undefined;
  /** What became of an address until today; without it no old address is written as one of today. */
  successorsOf?: ((address: Address) => Succession) | undefined;
};

type Format = (value: unknown, context: FormatContext) => string | undefined;

const sexWords: ReadonlyMap<string, string> = new Map([
  ['male', 'Nam'],
  ['female', 'Nữ'],
]);
const unitLevels = ['commune', 'district', 'province'] as const;

/** Every format, by the name manifests use. */
export const formats = {
  /** A text or number as it is held; a name as its source wrote it. */
  text: formatText,
  /** A name or text in capitals. */
  capitals: (value) => formatText(value)?.toLocaleUpperCase('vi'),
  /** dd/MM/yyyy, as far as it is known: MM/yyyy, yyyy. */
  date: formatDate,
  /** Nam, Nữ. */
  sex: formatSex,
  /** On one line: detail, then names of units from small to large, then the country if it is not Vietnam. */
  address: formatAddress,
  /** The same with the units of today: an old address only if its unit went wholly into one. */
  'address-now': formatAddressNow,
  /** Relation to the head of household in words. */
  relationship: formatRelationship,
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

/** Writes a value; undefined if this format cannot. */
export function format(name: FormatName, value: unknown, context: FormatContext): string | undefined {
  return formats[name](value, context);
}

function formatText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const name = writtenName.safeParse(value);
  return name.success ? name.data.text : undefined;
}

function formatDate(value: unknown): string | undefined {
  const date = partialDate.safeParse(value);
  if (!date.success) return undefined;
  const { year, month, day } = date.data;
  const parts = [day, month].filter((part) => part !== undefined).map(twoDigits);
  return [...parts, String(year).padStart(4, '0')].join('/');
}

function formatSex(value: unknown): string | undefined {
  const sex = code.safeParse(value);
  return sex.success && sex.data.scheme === sexes.scheme ? sexWords.get(sex.data.code) : undefined;
}

function formatAddress(value: unknown, { unitName }: FormatContext): string | undefined {
  const parsed = address.safeParse(value);
  if (!parsed.success) return undefined;
  const { detail, catalogue, country } = parsed.data;
  const parts = detail === undefined ? [] : [detail];
  for (const level of unitLevels) {
    const unit = parsed.data[level];
    if (unit === undefined) continue;
    const name = unitName(catalogue, level, unit);
    if (name === undefined) return undefined;
    parts.push(name);
  }
  if (country !== 'VN') parts.push(country);
  return parts.join(', ');
}

function formatAddressNow(value: unknown, context: FormatContext): string | undefined {
  const parsed = address.safeParse(value);
  if (!parsed.success || context.successorsOf === undefined) return undefined;
  const succession = context.successorsOf(parsed.data);
  switch (succession.kind) {
    case 'current':
      return formatAddress(value, context);
    case 'one':
      return formatAddress(succession.address, context);
    case 'split':
    case 'unknown':
      return undefined;
  }
}

/** The list behind the relationship codes is not public; sure is only who is the head themselves. */
function formatRelationship(value: unknown, { view }: FormatContext): string | undefined {
  const head = headOfHousehold.safeParse(value);
  const own = view.personalNumber?.value;
  return head.success && own !== undefined && head.data.personalNumber === own ? 'Chủ hộ' : undefined;
}
