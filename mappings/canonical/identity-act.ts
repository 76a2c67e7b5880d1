/**
 * Acts of identity: what an administrator, or a source by official act, decided about who is who, or about a person. An
 * act is a record like any other, filed with every person it concerns; it stands as a slice without fields of its own
 * (but for a replaced number and a protection), is taken back by annulling it, and so is subject to no order of arrival.
 *
 * People are named by person keys (hub/identity/keys.ts), never by number.
 */

export type IdentityAct =
  /** The person it is filed with and `other` are one; their records stand under `survivor`, which is one of the two. */
  | { kind: 'same'; other: string; survivor: string }
  /** They are two, whatever their records look like. */
  | { kind: 'distinct'; other: string }
  /** One person had the number behind `old` and has the one behind `replacement` now. */
  | { kind: 'number-replaced'; old: string; replacement: string }
  /**
   * These records, which came under the key `from`, are about somebody else: `into`. `person`: whose they were taken for
   * then, by the key that one was known by.
   */
  | {
      kind: 'split';
      from: string;
      records: readonly { system: string; sourceKey: string }[];
      into: string;
      person?: string | undefined;
    }
  /** Where the person it is filed with lives, and how to reach them, is given to nobody. It says not who they are. */
  | { kind: 'protected' };

/** Who decided something, why (in their words), and when (ISO 8601, UTC). */
export type Decision = { by: string; reason: string; at: string };

/** An act as a record tells of it; `annulled` where the record takes it back. */
export type DecidedAct = IdentityAct & Decision & { annulled?: Decision };
