/** Reading the acts of identity that stand among a document's slices. */
import type { IdentityAct } from '../../mappings/canonical/identity-act.ts';
import type { CitizenDocument, StoredSlice } from '../store/schemas.ts';
import { nodeOf } from './units.ts';

/** One act as it stands with one of the people it concerns. */
export type FiledAct = {
  /** The same wherever it is filed. */
  id: string;
  version: number;
  /** The key it is filed under. */
  node: string;
  /** Taken back: it decides nothing, but what it did has to be found. */
  isAnnulled: boolean;
  act: IdentityAct;
};

/** Every act in a document, annulled ones too. */
export function actsIn(document: CitizenDocument): FiledAct[] {
  return document.slices.flatMap((slice) => {
    if (slice.identity === undefined) return [];
    return [
      {
        id: slice.sourceKey,
        version: slice.sourceVersion,
        node: nodeOf(slice, document),
        isAnnulled: slice.operation !== 'upsert',
        act: slice.identity,
      },
    ];
  });
}

/** Every key an act names besides the one it is filed under. */
export function peopleIn(act: IdentityAct): string[] {
  switch (act.kind) {
    case 'same':
    case 'distinct':
      return [act.other];
    case 'number-replaced':
      return [act.old, act.replacement];
    case 'split':
      return [act.from, act.into, ...(act.person === undefined ? [] : [act.person])];
    case 'protected':
      return [];
  }
}

/**
 * Whom a record is about by the acts of splitting on the key it came under; undefined: whom it names. Of two acts on one
 * record the later decides.
 */
export function splitTarget(
  acts: readonly FiledAct[],
  { node, system, sourceKey }: { node: string; system: string; sourceKey: string },
): string | undefined {
  let deciding: FiledAct | undefined;
  let target: string | undefined;
  for (const filed of acts) {
    const { act } = filed;
    if (filed.isAnnulled || act.kind !== 'split' || act.from !== node) continue;
    if (!act.records.some((record) => record.system === system && record.sourceKey === sourceKey)) continue;
    if (deciding !== undefined && !isLater(filed, deciding)) continue;
    deciding = filed;
    target = act.into;
  }
  return target;
}

/** Each act once, the newest version of it wherever that is filed, if it is not taken back; in order. */
export function inForce(acts: readonly FiledAct[]): FiledAct[] {
  const newest = new Map<string, FiledAct>();
  for (const filed of acts) {
    const known = newest.get(filed.id);
    if (known === undefined || filed.version > known.version) newest.set(filed.id, filed);
  }
  return [...newest.values()]
    .filter(({ isAnnulled }) => !isAnnulled)
    .sort((one, other) => (isLater(one, other) ? 1 : -1));
}

/** Acts in the order of their versions; of equal ones a fixed order. */
function isLater(one: FiledAct, other: FiledAct): boolean {
  return one.version === other.version ? one.id > other.id : one.version > other.version;
}

/** The target of one record, read off a document and its slice. */
export function splitTargetIn(
  acts: readonly FiledAct[],
  slice: StoredSlice,
  document: CitizenDocument,
): string | undefined {
  if (slice.identity !== undefined) return undefined;
  return splitTarget(acts, { node: nodeOf(slice, document), system: slice.system, sourceKey: slice.sourceKey });
}
