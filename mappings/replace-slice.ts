/** Keeping of every fact its newest version, whatever order the versions arrive in. */
import type { Slice, Withdrawn } from './canonical/slices.ts';
import { compareText, compareValues } from './compare.ts';
import { copiedRegister } from './precedence-table.ts';

export type Replaced<S extends Slice> = { slices: S[]; outcome: 'applied' | 'superseded' };

const operationRank = { upsert: 0, annul: 1, delete: 2 } as const;

/**
 * Puts a slice in the place of the one with the same system, source key and node, if it is newer. Two with the same source
 * version and the same content are one (`superseded`; which record it came from and when does not count). If the
 * content differs, the greater wins by a fixed order: the later mapping version, then taken back over stated, then
 * the greater content. The slices given are kept in that order, and those answered are too.
 *
 * An act of civil status that was taken back keeps the newest of what it had said, and takes it from a statement that
 * comes after all, which then is `applied`, too. So what stands is always the newest slice and the newest statement up
 * to it, whatever came first.
 */
export function replaceSlice<S extends Slice>(slices: readonly S[], slice: S): Replaced<S> {
  const at = slices.findIndex((held) => compareKeys(held, slice) >= 0);
  const held = at === -1 ? undefined : slices[at];
  if (held === undefined) return { slices: [...slices, slice], outcome: 'applied' };
  if (compareKeys(held, slice) !== 0) return { slices: slices.toSpliced(at, 0, slice), outcome: 'applied' };
  const isNewer = compareVersions(slice, held) > 0;
  const standing = isNewer ? remembering(slice, held) : remembering(held, slice);
  if (standing === held) return { slices: [...slices], outcome: 'superseded' };
  return { slices: slices.toSpliced(at, 1, standing), outcome: 'applied' };
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

/** The newer of two versions with what was said last of what it takes back; itself, if it knows that already. */
function remembering<S extends Slice>(newer: S, older: S): S {
  if (newer.operation === 'upsert' || newer.system !== copiedRegister) return newer;
  const said = older.operation === 'upsert' ? statementOf(older) : older.withdrawn;
  if (said === undefined) return newer;
  if (newer.withdrawn !== undefined && compareStatements(said, newer.withdrawn) <= 0) return newer;
  const copy: S = { ...newer, withdrawn: said };
  // What the store notes under symbols is of the slice as it was.
  for (const note of Object.getOwnPropertySymbols(copy)) Reflect.deleteProperty(copy, note);
  return copy;
}

function statementOf({ sourceVersion, mappingVersion, act, asOf, fields }: Slice): Withdrawn {
  return { sourceVersion, mappingVersion, act, asOf, fields };
}

/** As `compareVersions` orders those who said so. */
function compareStatements(one: Withdrawn, other: Withdrawn): number {
  const content = ({ act, asOf, fields }: Withdrawn): unknown => ({ act, asOf, fields });
  return (
    one.sourceVersion - other.sourceVersion ||
    one.mappingVersion - other.mappingVersion ||
    compareValues(content(one), content(other))
  );
}
