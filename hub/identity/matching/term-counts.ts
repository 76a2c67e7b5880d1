/** Counts the words of names, for the tables of the rules. */
import type { ComparedName } from './compare-names.ts';
import type { TermTables } from './terms.ts';

/** A word fewer people have could tell of one of them, and is not written down. */
export const fewestPeople = 50;

export type TermCounts = {
  add(name: ComparedName): void;
  /** The words that at least 50 names have, most frequent first; all others are as rare as that. */
  tables(): TermTables;
};

/** Starts counting. Memory grows with the words that there are, not with the people. */
export function countTerms(): TermCounts {
  const family = new Map<string, number>();
  const words = new Map<string, number>();
  let names = 0;
  return {
    add(name) {
      names += 1;
      const [first, ...others] = name.words.map(({ plain }) => plain);
      if (first !== undefined) family.set(first, (family.get(first) ?? 0) + 1);
      for (const word of new Set(others)) words.set(word, (words.get(word) ?? 0) + 1);
    },
    tables: () => ({
      rare: names === 0 ? 1 : Math.min(1, fewestPeople / names / 2),
      family: shares(family, names),
      words: shares(words, names),
    }),
  };
}

function shares(counts: ReadonlyMap<string, number>, names: number): Record<string, number> {
  const frequent = [...counts].filter(([, count]) => count >= fewestPeople);
  return Object.fromEntries(
    frequent.sort(([, one], [, other]) => other - one).map(([word, count]) => [word, count / names]),
  );
}
