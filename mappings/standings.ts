/** How statements compare by the table of precedence, compiled per system and act when first met. */
import { citizenFieldNames, type CitizenFields } from './canonical/citizen.ts';
import type { Slice } from './canonical/slices.ts';
import type { Act } from './contract.ts';
import { precedence, rules, type Precedence, type Rule, type Source } from './precedence-table.ts';
import { compareKeys } from './replace-slice.ts';

/** Where a statement of a field stands: the lower rank wins. */
export type Standing = {
  /** The field's place in `citizenFieldNames`. */
  index: number;
  rank: number;
  rule: Rule;
  trusted: boolean;
  /** The rule instead, where another source of the same group has stated the field. */
  contested: Rule | undefined;
};

/** The standing of a source's statements; `ifCode` is the better standing of certain codes. */
export type FieldStanding = Standing & { ifCode: (Standing & { codes: ReadonlySet<string> }) | undefined };

/** The table is constant, so are these. */
const compiled = new Map<string, Map<Act, ReadonlyMap<string, FieldStanding>>>();

/** The standings of one system's act, by field. */
export function standingsOf(system: string, act: Act): ReadonlyMap<string, FieldStanding> {
  const known = compiled.get(system)?.get(act);
  if (known !== undefined) return known;
  const ofSystem = compiled.get(system) ?? new Map<Act, ReadonlyMap<string, FieldStanding>>();
  const standings = new Map(
    citizenFieldNames.map((field, index) => [field, compile(precedence[field], index, { system, act })]),
  );
  compiled.set(system, ofSystem.set(act, standings));
  return standings;
}

/** The standing of what these fields say. Only marital status has codes that stand better than others. */
export function effective(standing: FieldStanding, fields: CitizenFields): Standing {
  const { ifCode } = standing;
  return ifCode?.codes.has(fields.maritalStatus?.code ?? '') === true ? ifCode : standing;
}

/** The standing of the marital status that counts among all that is stated: another, where a marriage act contests it. */
export function settled(standing: Standing, slices: readonly Slice[]): Standing {
  const rule = standing.contested;
  if (rule === undefined || !slices.some((slice) => contests(slice, standing))) return standing;
  return { ...standing, rule, trusted: rules[rule].trusted };
}

function contests({ operation, system, act, fields }: Slice, { rank, rule }: Standing): boolean {
  if (operation !== 'upsert' || fields.maritalStatus === undefined) return false;
  const other = standingsOf(system, act).get('maritalStatus');
  return other?.rank === rank && other.rule !== rule;
}

/** Newer by what it says, then by its source's version; then a fixed order, so that one of two always wins. */
export function isNewer(one: Slice, other: Slice): boolean {
  if (one.asOf !== other.asOf) return one.asOf > other.asOf;
  if (one.sourceVersion !== other.sourceVersion) return one.sourceVersion > other.sourceVersion;
  return compareKeys(one, other) < 0;
}

function compile(groups: Precedence, index: number, of: { system: string; act: Act }): FieldStanding {
  const standing = (rank: number, rule: Rule, contested?: Rule): Standing => {
    return { index, rank, rule, trusted: rules[rule].trusted, contested };
  };
  let ifCode: FieldStanding['ifCode'];
  for (const [rank, group] of groups.entries()) {
    for (const source of group) {
      if (!covers(source, of.system, of.act)) continue;
      const { rule, codes, contested } = source;
      if (codes === undefined) return { ...standing(rank, rule, contested), ifCode };
      ifCode ??= { ...standing(rank, rule, contested), codes: new Set(codes) };
    }
  }
  return { ...standing(groups.length, 'newest'), ifCode };
}

function covers(source: Source, system: string, act: Act): boolean {
  return source.system === system && (source.acts === undefined || source.acts.includes(act));
}
