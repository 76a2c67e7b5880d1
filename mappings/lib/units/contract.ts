/**
 * The catalogue of administrative units: editions, one per reform, each a list of units with the codes it gave them.
 * A code says nothing without its edition: 3,316 of the 3,321 communes since 1 July 2025 have the code of one of their
 * parts. Within an edition a code keeps its meaning while names and types may change (Đồng Nai became a city on
 * 30 April 2026), hence rows with a validity. Days are `YYYY-MM-DD`, in Vietnam.
 */

export type UnitLevel = 'province' | 'district' | 'commune';

/** What kind of unit: `ward` Phường, `commune` Xã, `township` Thị trấn, `town` Thị xã; see names.ts for the words. */
export type UnitType =
  'province' | 'city' | 'urban-district' | 'rural-district' | 'town' | 'township' | 'ward' | 'commune' | 'special-zone';

/** In force from `validFrom` until the day before `validTo`; undefined is open. */
export type Edition = {
  id: string;
  validFrom: string | undefined;
  validTo: string | undefined;
  /** The regulation it rests on. */
  basis: string;
  hasDistricts: boolean;
};

/** What a unit was called, and for how long. Code lengths differ by level, so a code is of one level only. */
export type UnitRow = {
  /** The edition's id. */
  catalogue: string;
  level: UnitLevel;
  code: string;
  /** The official name, which begins with the word for the type. */
  name: string;
  /** Undefined where the name does not tell. */
  type: UnitType | undefined;
  /** Code of the unit it lies in: a province has none, a commune lies in a district where there are districts. */
  parent: string | undefined;
  validFrom: string | undefined;
  validTo: string | undefined;
  /** The regulation the row rests on. */
  basis: string;
};

export type UnitRef = Pick<UnitRow, 'catalogue' | 'level' | 'code'>;

export type Units = {
  /** Oldest first. */
  editions: readonly Edition[];
  /** Those in which communes lie in no district. */
  withoutDistricts: readonly Edition[];
  edition(id: string): Edition | undefined;
  /** The edition in force on a day; the first one for days before any. */
  editionAt(day: string): Edition | undefined;
  /** Every row of a unit, oldest first; none if the edition does not have it. */
  history(ref: UnitRef): readonly UnitRow[];
  /** The row of a unit in force on a day: its first one before that, its last one after. */
  at(ref: UnitRef, day: string): UnitRow | undefined;
  /** Every row of an edition. */
  rows(catalogue: string): readonly UnitRow[];
  /** Codes of the communes of the next edition that a unit went into; none if nothing is known. */
  successors(catalogue: string, code: string): readonly string[];
  /** Codes of the units of the edition before that went, whole or in part, into a commune. */
  predecessors(catalogue: string, code: string): readonly string[];
  /** Rows of an edition's units that lie in `parent` (`''`: provinces) by the key of their name without its type. */
  named(place: { catalogue: string; parent: string; key: string }): readonly UnitRow[];
};
