/**
 * What is compared, and the levels each comparison can reach, from the strongest agreement to contradiction. Where
 * several values meet several, the strongest level any two of them reach counts. `missing` (one side tells nothing)
 * is a level of every field, weighs nothing and is listed nowhere.
 */
const numberLevels = ['agree', 'differ'] as const;
const parentLevels = ['agree', 'close', 'contradict'] as const;

export const levels = {
  /**
   * `tone`: but for the place of a tone mark (hòa, hoà). `plain`: but for accents, one side having none at all.
   * `part-missing`: family or middle name left out. `close`: a typing error, since one of two like words is no name.
   * `accents`: the same letters, both sides accented, other accents (Anh, Ánh: two people among twins). `like`: two
   * like names (Hùng, Dũng), both in use.
   */
  name: ['exact', 'tone', 'plain', 'reordered', 'part-missing', 'close', 'accents', 'like', 'contradict'],
  /**
   * `swapped`: day and month. `compatible`: as far as both are known, and 1 January on both sides. `one-digit`: one
   * digit wrong, two neighbours swapped, or the year before or after. `default-day`: the year, and one side says 1 January. `year`: no more.
   */
  birthDate: ['exact', 'swapped', 'compatible', 'one-digit', 'default-day', 'year', 'contradict'],
  sex: ['agree', 'contradict'],
  /** One fact: the most that agrees, in the units of today. */
  address: ['detail', 'commune', 'district', 'province', 'contradict'],
  /** By name; a personal number that both sides give says more than the rarest name. */
  father: parentLevels,
  mother: parentLevels,
  phone: ['agree', 'differ'],
  oldIdentityNumber: numberLevels,
  socialInsuranceNumber: numberLevels,
  taxNumber: numberLevels,
  passportNumber: numberLevels,
} as const satisfies Record<string, readonly string[]>;

export type ComparedField = keyof typeof levels;
export type Level<F extends ComparedField = ComparedField> = (typeof levels)[F][number];

export const comparedFields = Object.keys(levels) as readonly ComparedField[];

/** Something for every field. */
export function perField<T>(of: (field: ComparedField) => T): Record<ComparedField, T> {
  return Object.fromEntries(comparedFields.map((field) => [field, of(field)])) as Record<ComparedField, T>;
}

/** The fields that are numbers of a person. */
export const numberFields = ['oldIdentityNumber', 'socialInsuranceNumber', 'taxNumber', 'passportNumber'] as const;
export type NumberField = (typeof numberFields)[number];

/**
 * How one field compared. `shared` is how frequent the words of a name are that agree, as a share of all names; 0 where
 * a number agrees, which is rarer than any name.
 */
export type Comparison = { field: ComparedField; level: Level | 'missing'; shared: number | undefined };

/** The level two values reach, before it is known which of several values count. */
export type Reached<L extends Level = Level> = { level: L; shared?: number };
