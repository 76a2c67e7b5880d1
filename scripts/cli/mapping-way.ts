/** A record's way through a mapping: which of its values make which field, by which rule of the mapping's table. */
import type { FieldRule, MappingTable } from '../../mappings/tables.ts';
import type { Leaf } from './mapping-leaves.ts';
import { coversPath, targets, valueOf, type Target, type Trace, type TracedLeaf } from './mapping-trace.ts';

/** One field of the outcome. `rule` is empty where the table does not tell. */
export type Step = { field: Target; value: unknown; rule: string; sources: readonly Leaf[] };

export type Way = {
  steps: readonly Step[];
  /** Values that a rule names, but without which this record would come out the same. */
  idle: readonly Leaf[];
  /** Values no rule names, and that make nothing. */
  unused: readonly Leaf[];
};

/** The way of a record that was traced. One that is refused has no steps. */
export function wayOf({ result, leaves = [] }: Trace, { rules }: Pick<MappingTable, 'rules'>): Way {
  if (!result.ok) return { steps: [], idle: [], unused: [] };
  const { record } = result;
  const steps = targets.flatMap((field): Step[] => {
    const value = valueOf(record, field);
    if (value === undefined) return [];
    const own = rules.filter((rule) => rule.field === field);
    const sources = leaves.filter((leaf) => makes(leaf, field, own));
    return [{ field, value, rule: ruleOf(own, sources), sources }];
  });
  const used = new Set(steps.flatMap(({ sources }) => sources));
  const left = leaves.filter((leaf) => !used.has(leaf));
  const isNamed = ({ path }: Leaf): boolean => rules.some((rule) => covers(rule, path));
  return { steps, idle: left.filter(isNamed), unused: left.filter((leaf) => !isNamed(leaf)) };
}

/** Of a value without which there is no record at all, only the table knows which fields it makes. */
function makes(leaf: TracedLeaf, field: Target, own: readonly FieldRule[]): boolean {
  if (leaf.makes !== 'refused') return leaf.makes.includes(field);
  return own.some((rule) => covers(rule, leaf.path));
}

function ruleOf(own: readonly FieldRule[], sources: readonly Leaf[]): string {
  const fitting = own.find((rule) => sources.some(({ path }) => covers(rule, path))) ?? own[0];
  return fitting?.rule.replaceAll(/\s+/g, ' ') ?? '';
}

function covers({ sources }: FieldRule, path: string): boolean {
  return sources.some((source) => coversPath(source, path));
}
