/** Counting what a mapping would change. */
import type { CitizenField } from '../../mappings/canonical/citizen.ts';
import type { MergedView } from '../../mappings/canonical/slices.ts';
import { diffViews, type FieldChange } from '../changes/diff.ts';
import type { Rejection } from '../normalise/decode.ts';

/**
 * What a record's way would be by the mapping as it is now, and was: `same` and `changed`: it is held, and would say
 * the same or something else; `newlyRefused`: it is held, and would not be taken; `newlyAccepted`, `stillRefused`: it
 * was not taken; `superseded`: a newer version of the fact counts; `repeated`: it stands on the topic before;
 * `waiting`: the hub has not read it yet; `unroutable`: it is no record of a person.
 */
export const recordOutcomes = [
  'same',
  'changed',
  'newlyRefused',
  'newlyAccepted',
  'stillRefused',
  'superseded',
  'repeated',
  'waiting',
  'unroutable',
] as const;
export type RecordOutcome = (typeof recordOutcomes)[number];

type Change = 'added' | 'changed' | 'removed';

/** One citizen's change of a field, shown without telling who it is. */
export type Example = { change: Change; before?: string; after?: string };

export type FieldReport = Record<Change, number> & { examples: Example[] };

export type DiffReport = {
  mapping: { id: string; version: number };
  /** How many records were read, and what would become of them; the counts add up to it. */
  read: number;
  records: Record<RecordOutcome, number>;
  /** How many of the records held were made by each version of the mapping. */
  heldVersions: Record<string, number>;
  /** Newly refused records by the code of a fault; a record with two codes counts under both. */
  refusals: Record<string, number>;
  /** `changed`: citizens of whom something visible would change; `touched`: those whose records say something else. */
  citizens: { touched: number; changed: number };
  fields: Partial<Record<CitizenField, FieldReport>>;
};

/** How a value is shown in an example. */
export type Show = (value: unknown) => string;

export type Tally = {
  record(outcome: RecordOutcome): void;
  held(mappingVersion: number): void;
  refused(rejection: Rejection): void;
  /** A citizen some of whose records would say something else. */
  citizen(before: MergedView, after: MergedView): void;
  report(mapping: { id: string; version: number }): DiffReport;
};

const mostExamples = 5;

/** A tally at zero. */
export function createTally(show: Show): Tally {
  const records = Object.fromEntries(recordOutcomes.map((outcome) => [outcome, 0])) as Record<RecordOutcome, number>;
  const heldVersions: Record<string, number> = {};
  const refusals: Record<string, number> = {};
  const citizens = { touched: 0, changed: 0 };
  const fields: DiffReport['fields'] = {};
  return {
    record: (outcome) => (records[outcome] += 1),
    held: (version) => increase(heldVersions, String(version)),
    refused({ code, faults }) {
      const codes = faults.length === 0 ? [code] : faults.map((fault) => fault.code);
      for (const each of new Set(codes)) increase(refusals, each);
    },
    citizen(before, after) {
      const changes = diffViews(before, after, false);
      citizens.touched += 1;
      if (changes.length > 0) citizens.changed += 1;
      for (const { field, change } of changes) {
        const report = (fields[field] ??= { added: 0, changed: 0, removed: 0, examples: [] });
        addChange(report, kindOf(change), { before: before[field]?.value, after: after[field]?.value, show });
      }
    },
    report({ id, version }) {
      const read = Object.values(records).reduce((sum, count) => sum + count, 0);
      return { mapping: { id, version }, read, records, heldVersions, refusals, citizens, fields };
    },
  };
}

function increase(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** Nobody took anything back: a field that has another value has changed. */
function kindOf(change: FieldChange['change']): Change {
  return change === 'corrected' ? 'changed' : change;
}

function addChange(
  report: FieldReport,
  change: Change,
  { before, after, show }: { before: unknown; after: unknown; show: Show },
): void {
  report[change] += 1;
  if (report.examples.length === mostExamples) return;
  report.examples.push({
    change,
    ...(before === undefined ? {} : { before: show(before) }),
    ...(after === undefined ? {} : { after: show(after) }),
  });
}
