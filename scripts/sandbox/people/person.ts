/** A citizen as the sandbox thinks of one; each simulated system shows its own wire form of it. */

export type Sex = 'male' | 'female';

/** As far as it is known. */
export type PartialDate = { year: number; month?: number; day?: number };

/** A district stands only in addresses from before 1 July 2025. */
export type Address = {
  country: string;
  province: string;
  district?: string;
  commune: string;
  detail: string;
};

export type Relative = { name: string; personalNumber?: string; oldIdentityNumber?: string };

/** 1 never married, 2 has a spouse, 3 divorced or widowed, 0 unknown (the national code list). */
export type MaritalStatus = '0' | '1' | '2' | '3';

export type Person = {
  personalNumber: string;
  oldIdentityNumber?: string | undefined;
  fullName: string;
  sex: Sex;
  birthDate: PartialDate;
  /** Numbering of Decision 1019/QD-TCTK (2008). */
  ethnicity: string;
  religion: string;
  maritalStatus: MaritalStatus;
  bloodGroup: string;
  nationality: string;
  /** Where it is not that of the registration. */
  birthPlace?: Address | undefined;
  birthRegistration: Address;
  hometown: Address;
  residence: Address;
  currentResidence: Address;
  father?: Relative | undefined;
  mother?: Relative | undefined;
  spouse?: Relative | undefined;
  /** The legal representative of a minor. */
  representative?: Relative | undefined;
  head?: (Relative & { relationship: string }) | undefined;
  /** The card held now. Its number is the personal number. */
  identityCard?: { issuedOn: Required<PartialDate>; issuedBy: string } | undefined;
  householdBook?: string | undefined;
  deathDate?: PartialDate | undefined;
  /** When this row of the population database last changed (epoch milliseconds). */
  updatedAt: number;
};

/** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
export function isoDate(date: PartialDate): string {
  const parts = [String(date.year).padStart(4, '0')];
  if (date.month !== undefined) parts.push(String(date.month).padStart(2, '0'));
  if (date.month !== undefined && date.day !== undefined) parts.push(String(date.day).padStart(2, '0'));
  return parts.join('-');
}

/** Reads a checked `YYYY-MM-DD`. */
export function dateOf(iso: string): Required<PartialDate> {
  return { year: Number(iso.slice(0, 4)), month: Number(iso.slice(5, 7)), day: Number(iso.slice(8, 10)) };
}

/** The civil date in Việt Nam (UTC+7, no summer time) at an instant. */
export function civilDate(epochMs: number): Required<PartialDate> {
  return dateOf(new Date(epochMs + 7 * 3_600_000).toISOString());
}

/** Whole years between two dates; where a month or day is not known, as if both fell on the same day. */
export function yearsBetween(from: PartialDate, to: PartialDate): number {
  const years = to.year - from.year;
  if (from.month === undefined || to.month === undefined) return years;
  const before = to.month * 100 + (to.day ?? 31) < from.month * 100 + (from.day ?? 1);
  return before ? years - 1 : years;
}
