/**
 * Which values of a record make which field: found by mapping the record again without each of them in turn, so that
 * it is true of any mapping, whatever way it reads.
 */
import { citizenFieldNames } from '../../mappings/canonical/citizen.ts';
import type { MappedRecord, Mapping, MappingContext, MappingInput, MappingResult } from '../../mappings/contract.ts';
import { leavesOf, type Leaf } from './mapping-leaves.ts';

/** A canonical field, or what a record has besides. */
export type Target = (typeof citizenFieldNames)[number] | 'act' | 'asOf';

/** `makes`: what is another, or not there, without this value; `refused` where the record is not taken without it. */
export type TracedLeaf = Leaf & { makes: readonly Target[] | 'refused' };

export type Trace = {
  result: MappingResult;
  /** Undefined where the record's values cannot be told apart. */
  leaves: readonly TracedLeaf[] | undefined;
};

export type Tried = { mapping: Pick<Mapping, 'map'>; input: MappingInput; context: MappingContext };

/** Every target, in the order in which they are told. */
export const targets: readonly Target[] = ['act', 'asOf', ...citizenFieldNames];

/** Maps a record, and again without each of its values. */
export function traceRecord({ mapping, input, context }: Tried): Trace {
  const result = mapping.map(input, context);
  const found = leavesOf(input.contentType, input.body);
  const leaves = found?.leaves.map((leaf): TracedLeaf => {
    const without = mapping.map({ ...input, body: found.without(new Set([leaf])) }, context);
    return { ...leaf, makes: differences(result, without) };
  });
  return { result, leaves };
}

/** What of a record's outcome is another than before. */
export function differences(before: MappingResult, after: MappingResult): readonly Target[] | 'refused' {
  if (!before.ok) return [];
  if (!after.ok) return 'refused';
  return targets.filter((target) => textOf(before.record, target) !== textOf(after.record, target));
}

/** What a record gives for a target; undefined if nothing. */
export function valueOf(record: MappedRecord, target: Target): unknown {
  return target === 'act' || target === 'asOf' ? record[target] : record.fields[target];
}

function textOf(record: MappedRecord, target: Target): string | undefined {
  return JSON.stringify(valueOf(record, target));
}

/** Whether a source declared in a mapping's table stands for a value at `path`. */
export function coversPath(source: string, path: string): boolean {
  const plain = path.replaceAll(/\[\d+\]/g, '');
  return plain === source || plain.startsWith(`${source}.`);
}
