/** Keeping of every fact its newest version, whatever order the versions arrive in. */
import type { Slice } from './canonical/slices.ts';
import { compareText, compareValues } from './compare.ts';

export type Replaced<S extends Slice> = { slices: S[]; outcome: 'applied' | 'superseded' };

const operationRank = { upsert: 0, annul: 1, delete: 2 } as const;

/**
 * Puts a slice in the place of the one with the same system, source key and node, if it is newer. Two with the same source
 * version and the same content are one (`superseded`; which record it came from and when does not count). If the
 * content differs, the greater wins by a fixed order: the later mapping version, then taken back over stated, then
 * the greater content. The slices given are kept in that order, and those answered are too.
 */
export function replaceSlice<S extends Slice>(slices: readonly S[], slice: S): Replaced<S> {
  const at = slices.findIndex((held) => compareKeys(held, slice) >= 0);
  const held = at === -1 ? undefined : slices[at];
  if (held === undefined) return { slices: [...slices, slice], outcome: 'applied' };
  const isSameFact = compareKeys(held, slice) === 0;
  if (isSameFact && compareVersions(slice, held) <= 0) return { slices: [...slices], outcome: 'superseded' };
  return { slices: slices.toSpliced(at, isSameFact ? 1 : 0, slice), outcome: 'applied' };
}

/** Orders slices by what they are about: system, source key, node. 0: the same fact, perhaps in two versions. */
export function compareKeys(one: Slice, other: Slice): number {
  return (
    compareText(one.system, other.system) ||
    compareText(one.sourceKey, other.sourceKey) ||
    compareText(one.node ?? '', other.node ?? '')
  );
}

function compareVersions(one: Slice, other: Slice): number {
  return (
    one.sourceVersion - other.sourceVersion ||
    one.mappingVersion - other.mappingVersion ||
    operationRank[one.operation] - operationRank[other.operation] ||
    compareValues(contentOf(one), contentOf(other))
  );
}

function contentOf({ type, act, asOf, fields, underInvestigation }: Slice): unknown {
  return { type, act, asOf, fields, underInvestigation };
}
