/** The numbers of a person, from those their records came under and the acts that replaced one by another. */
import type { StoredIdentifier, StoredSlice } from '../store/citizens.ts';

/**
 * The numbers with their periods: those in use first, among them the document's own, then by value. `own` are numbers
 * with their keys. A number that replaced another by an act among `slices` is theirs from the act on, records or not,
 * unless its key leads elsewhere (`leads`): another act may keep the two apart, which only the gate can tell.
 */
export function identifiersOf(
  own: readonly Required<Pick<StoredIdentifier, 'value' | 'node'>>[],
  slices: readonly StoredSlice[],
  { key, leads }: { key: string; leads?: ReadonlyMap<string, string> },
): StoredIdentifier[] {
  const byNode = new Map(own.map(({ node, value }) => [node, value]));
  const replacements: { old: string; by: string; on: string }[] = [];
  for (const { identity, operation, fields, asOf } of slices) {
    const value = fields.personalNumber;
    if (identity?.kind !== 'number-replaced' || operation !== 'upsert' || value === undefined) continue;
    if (leads !== undefined && leads.get(identity.replacement) !== key) continue;
    byNode.set(identity.replacement, value);
    replacements.push({ old: identity.old, by: value, on: asOf });
  }
  replacements.sort((one, other) => (one.on < other.on || (one.on === other.on && one.by < other.by) ? -1 : 1));
  const ended = new Map(replacements.map((each) => [each.old, each]));
  const identifiers = [...byNode].map(([node, value]): StoredIdentifier => {
    const end = ended.get(node);
    return {
      scheme: 'personal-number',
      value,
      ...(node === key ? {} : { node }),
      ...(end === undefined ? {} : { until: end.on, supersededBy: end.by }),
    };
  });
  return identifiers.sort((one, other) => placeOf(one) - placeOf(other) || (one.value < other.value ? -1 : 1));
}

/** Of several in use the one whose key the person is known by, which an administrator chose, comes first. */
function placeOf({ supersededBy, node }: StoredIdentifier): number {
  if (supersededBy !== undefined) return 2;
  return node === undefined ? 0 : 1;
}
