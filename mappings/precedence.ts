/**
 * Survivorship: one citizen out of many records. `mergeSlices` is a pure function of the set of slices and
 * `replaceSlice` keeps of every fact its newest version, so no order, repetition or interleaving of the same records
 * can end in another citizen. Both are on the way of every record applied.
 */
import { citizenFieldNames, type CitizenField, type CitizenFields } from './canonical/citizen.ts';
import type { MergedValue, MergedView, Slice } from './canonical/slices.ts';
import { compareText } from './compare.ts';
import type { Act } from './contract.ts';
import { precedence, type Precedence, type PrecedenceTable, type Rule, type Source } from './precedence-table.ts';

export { replaceSlice } from './replace-slice.ts';

/** Where a statement stands: the lower rank wins. `ifCode` is the better standing of certain codes. */
type Standing = {
  rank: number;
  rule: Rule;
  ifCode: { codes: ReadonlySet<string>; rank: number; rule: Rule } | undefined;
};

/** The standings of one system's act, by the field's place in `citizenFieldNames`. */
type Standings = readonly Standing[];

/** The best statement of a field so far. */
type Candidate = { slice: Slice; rank: number; rule: Rule };

const fieldIndex: ReadonlyMap<string, number> = new Map(citizenFieldNames.map((field, index) => [field, index]));
const maritalStatusIndex = fieldIndex.get('maritalStatus') ?? -1;
const spouseIndex = fieldIndex.get('spouse') ?? -1;

/** Compiled per system and act when first met; the table is constant, so are these. */
const compiled = new Map<string, Map<Act, Standings>>();

/**
 * The merged view of a person: per field the winning value, its system, since when, and by which rule. Annulled and
 * deleted slices contribute nothing. Fields stand in the order of `citizenFieldNames` whatever the slices' order.
 */
export function mergeSlices(slices: readonly Slice[]): MergedView {
  const winners: (Candidate | undefined)[] = [];
  for (const slice of slices) {
    if (slice.operation === 'upsert') addStatements(winners, slice);
  }
  dropEndedMarriage(winners);
  const view: MergedView = {};
  const values: Partial<Record<CitizenField, MergedValue>> = view;
  for (const [index, field] of citizenFieldNames.entries()) {
    const merged = mergedValue(field, winners[index]);
    if (merged !== undefined) values[field] = merged;
  }
  return view;
}

function mergedValue(field: CitizenField, winner: Candidate | undefined): MergedValue | undefined {
  const value = winner?.slice.fields[field];
  if (winner === undefined || value === undefined) return undefined;
  return { value, system: winner.slice.system, asOf: winner.slice.asOf, rule: winner.rule };
}

function addStatements(winners: (Candidate | undefined)[], slice: Slice): void {
  const standings = standingsOf(slice.system, slice.act);
  for (const field in slice.fields) {
    const index = fieldIndex.get(field) ?? -1;
    const standing = standings[index];
    if (standing === undefined) continue;
    const { rank, rule } = effective(standing, slice.fields);
    if (isBetter(rank, slice, winners[index])) winners[index] = { slice, rank, rule };
  }
}

/** Only marital status has codes that stand better than others. */
function effective(standing: Standing, fields: CitizenFields): { rank: number; rule: Rule } {
  const { ifCode } = standing;
  return ifCode?.codes.has(fields.maritalStatus?.code ?? '') === true ? ifCode : standing;
}

function isBetter(rank: number, slice: Slice, best: Candidate | undefined): boolean {
  if (best === undefined) return true;
  return rank === best.rank ? isNewer(slice, best.slice) : rank < best.rank;
}

/** Newer by what it says, then by its source's version; then a fixed order, so that one of two always wins. */
function isNewer(one: Slice, other: Slice): boolean {
  if (one.asOf !== other.asOf) return one.asOf > other.asOf;
  if (one.sourceVersion !== other.sourceVersion) return one.sourceVersion > other.sourceVersion;
  return (compareText(one.system, other.system) || compareText(one.sourceKey, other.sourceKey)) < 0;
}

/** Where the marriage has ended after the act that named the spouse, there is no spouse. */
function dropEndedMarriage(winners: (Candidate | undefined)[]): void {
  const status = winners[maritalStatusIndex];
  const spouse = winners[spouseIndex];
  if (status?.rule === 'marriage-ended' && spouse?.rule === 'marriage-act') winners[spouseIndex] = undefined;
}

function standingsOf(system: string, act: Act): Standings {
  const ofSystem = compiled.get(system) ?? new Map<Act, Standings>();
  const known = ofSystem.get(act);
  if (known !== undefined) return known;
  const standings = citizenFieldNames.map((field) => compile(precedence[field], system, act));
  compiled.set(system, ofSystem.set(act, standings));
  return standings;
}

function compile(groups: Precedence, system: string, act: Act): Standing {
  let ifCode: Standing['ifCode'];
  for (const [rank, group] of groups.entries()) {
    for (const source of group) {
      if (!covers(source, system, act)) continue;
      if (source.codes === undefined) return { rank, rule: source.rule, ifCode };
      ifCode ??= { codes: new Set(source.codes), rank, rule: source.rule };
    }
  }
  return { rank: groups.length, rule: 'newest', ifCode };
}

function covers(source: Source, system: string, act: Act): boolean {
  return source.system === system && (source.acts === undefined || source.acts.includes(act));
}

/**
 * Every contradiction of the table, for the start to refuse: a system that no mapping serves, a source that can never
 * decide because a stronger one covers it, codes for a field that has no precedence by code.
 */
export function checkPrecedence(systems: readonly string[], table: PrecedenceTable = precedence): string[] {
  return citizenFieldNames.flatMap((field) => checkField(field, table[field], systems));
}

function checkField(field: CitizenField, groups: Precedence, systems: readonly string[]): string[] {
  const sources = groups.flat();
  return sources.flatMap((source, index) =>
    problemsOf(source, { field, systems, stronger: sources.slice(0, index) }).map(
      (problem) => `${field}: ${source.rule}: ${problem}`,
    ),
  );
}

type Place = { field: CitizenField; systems: readonly string[]; stronger: readonly Source[] };

function problemsOf(source: Source, { field, systems, stronger }: Place): string[] {
  const checks: [boolean, string][] = [
    [systems.includes(source.system), `no mapping for system ${source.system}`],
    [source.codes === undefined || field === 'maritalStatus', 'codes are for maritalStatus only'],
    [source.acts?.length !== 0 && source.codes?.length !== 0, 'an empty list never applies'],
    [!stronger.some((other) => hides(other, source)), 'covered by a stronger source'],
  ];
  return checks.flatMap(([isRight, problem]) => (isRight ? [] : [problem]));
}

/** Whether all that `weaker` covers is covered by `stronger` already. */
function hides(stronger: Source, weaker: Source): boolean {
  if (stronger.system !== weaker.system || stronger.codes !== undefined) return false;
  const { acts } = stronger;
  return acts === undefined || (weaker.acts?.every((act) => acts.includes(act)) ?? false);
}
