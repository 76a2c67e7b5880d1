/**
 * What a mapping does, told as data beside it: which values of a record make which canonical field, by which rule.
 * From it the mapping's page is made (docs/reference/mappings), and a test holds it to the truth: every field the
 * examples give is in the table, every source named there makes its field, and no other value of the record does.
 */
import type { CitizenField } from './canonical/citizen.ts';

/** One line of the table. */
export type FieldRule = {
  /** The canonical field; `act` and `asOf` are the record's own. */
  field: CitizenField | 'act' | 'asOf';
  /**
   * Paths in the source's own terms, as faults name them, without positions in lists (`Con.HoVaTen`). A path stands
   * for all that is under it.
   */
  sources: readonly string[];
  /** What becomes of the value, in a sentence without a full stop. */
  rule: string;
};

export type MappingTable = {
  /** The mapping's id. */
  id: string;
  /** The type of its records, as the connector names it; the first, where there are several. */
  type: string;
  /** What its records are, in a sentence. */
  about: string;
  /** Cases of test/mappings/cases/<id> in which, taken together, every source is given. */
  examples: readonly [string, ...string[]];
  rules: readonly FieldRule[];
};
