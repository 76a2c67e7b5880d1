/** Sets of keys that are one person, and what must not come together. Sets are small: a person has a handful of keys. */

export type Clusters = {
  rootOf(key: string): string;
  /** Joins two persons, unless somebody of the one is declared distinct from somebody of the other. */
  join(one: string, other: string): void;
  /** Whether a judgement may join them: not two numbers, and nobody in doubt with a number. */
  mayJoin(one: string, other: string): boolean;
  areDistinct(one: string, other: string): boolean;
  /** Whether the person has a number. */
  isAnchored(key: string): boolean;
  /** Says that it cannot be told which of several numbers a key belongs to. */
  doubt(key: string): void;
  members(): string[][];
};

/** The name of a pair, whichever comes first. */
export function pairKey(one: string, other: string): string {
  return one < other ? `${one}.${other}` : `${other}.${one}`;
}

/** Every key a person of its own. */
export function createClusters(
  keys: ReadonlySet<string>,
  { numbered, distinct }: { numbered: ReadonlySet<string>; distinct: ReadonlySet<string> },
): Clusters {
  const roots = new Map([...keys].map((key) => [key, key]));
  const sets = new Map([...keys].map((key) => [key, [key]]));
  const doubted = new Set<string>();
  const rootOf = (key: string): string => roots.get(key) ?? key;
  const setOf = (key: string): string[] => sets.get(rootOf(key)) ?? [key];
  const isAnchored = (key: string): boolean => setOf(key).some((each) => numbered.has(each));
  const isDoubted = (key: string): boolean => setOf(key).some((each) => doubted.has(each));
  const areDistinct = (one: string, other: string): boolean =>
    setOf(one).some((each) => setOf(other).some((another) => distinct.has(pairKey(each, another))));
  return {
    rootOf,
    isAnchored,
    areDistinct,
    doubt: (key) => doubted.add(key),
    mayJoin(one, other) {
      const [a, b] = [isAnchored(one), isAnchored(other)];
      if (a && b) return false;
      return !((a && isDoubted(other)) || (b && isDoubted(one)));
    },
    join(one, other) {
      const [root, absorbed] = [rootOf(one), rootOf(other)];
      if (root === absorbed || !roots.has(root) || !roots.has(absorbed) || areDistinct(one, other)) return;
      const set = [...setOf(one), ...setOf(other)];
      for (const key of set) roots.set(key, root);
      sets.set(root, set);
      sets.delete(absorbed);
    },
    members: () => [...sets.values()],
  };
}
