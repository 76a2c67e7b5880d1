/** How frequent the words of names are: two people called Nguyễn have less in common than two called Khổng. */

export type TermTables = {
  /** Share of people whose name begins with the (unaccented) word. */
  family: Readonly<Record<string, number>>;
  /** Share of people whose name has the word further on. */
  words: Readonly<Record<string, number>>;
  /** The share taken for a word in neither table. */
  rare: number;
};

/** Words of a name by their places in it; 0 is the family name's. */
export type PlacedWord = { word: string; place: number; of: number };

export type Terms = {
  /** Whether the word is in use as a part of names; one that is not may be a typing error. */
  isKnown(word: string): boolean;
  shareOf(placed: PlacedWord): number;
};

/** Makes the tables ready to be asked. */
export function createTerms({ family, words, rare }: TermTables): Terms {
  const families = new Map(Object.entries(family));
  const others = new Map(Object.entries(words));
  return {
    isKnown: (word) => families.has(word) || others.has(word),
    shareOf({ word, place, of }) {
      const asFamily = families.get(word) ?? rare;
      const asOther = others.get(word) ?? rare;
      // A single name may be either.
      if (of === 1) return Math.max(asFamily, asOther);
      return place === 0 ? asFamily : asOther;
    },
  };
}
