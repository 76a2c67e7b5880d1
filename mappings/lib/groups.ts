/** Adds to the group of a key, which is begun if there is none yet. Groups and what is in them keep their order. */
export function addToGroup<K, T>(groups: Map<K, T[]>, key: K, each: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [each]);
  else group.push(each);
}
