/** Finding possible partners under keys, whole but for what is too common to tell anybody apart. */
import { LRUCache } from 'lru-cache';
import type { CitizenDocument, Citizens } from '../store/citizens.ts';

/** Most units that one key may find: a value as common as that (a placeholder for a number) is no evidence. */
const mostPerBlock = 100;
/** Most documents held at a time. */
const mostAtOnce = 2000;
/** Most that are held at a time of which only the keys are read. */
const mostOpenAtOnce = 20_000;
/** In how many parts a read that was cut off is done again: fewer would be cut off again, and the reading lost. */
const partsOfCutOff = 8;
/** What was proven to be common need not be proven for every portion; after an hour it is seen whether it still is. */
const remembered = { max: 100_000, ttl: 3_600_000 } as const;

/** All that is found under these keys. */
type Part<T> = { blocks: ReadonlySet<number>; found: readonly T[] };
export type Partners = Part<CitizenDocument>;

export type PartnerSearch = {
  /**
   * The documents under these keys among everybody, in parts, each whole for its own keys, however many there are. Keys
   * proven to be common are in no part; one in a part may be common all the same.
   */
  find(blocks: readonly number[]): AsyncGenerator<Partners, void, undefined>;
  /**
   * Under which of these keys anybody is found whom only matching can tell who it is; without those that are common
   * among them, and so among everybody.
   */
  blocksOfOpen(blocks: readonly number[]): Promise<Set<number>>;
};

/** A search of one store. */
export function partnerSearch({ readPartners, readOpen }: Pick<Citizens, 'readPartners' | 'readOpen'>): PartnerSearch {
  const common = new LRUCache<number, true>(remembered);
  const everybody = searchBy({ read: readPartners, blocksOf: ({ blocks }) => blocks, most: mostAtOnce, common });
  const open = searchBy({ read: readOpen, blocksOf: (blocks) => blocks, most: mostOpenAtOnce, common });
  return {
    find: everybody,
    async blocksOfOpen(blocks) {
      const met = new Set<number>();
      for await (const part of open(blocks)) {
        for (const each of part.found) for (const block of each) if (part.blocks.has(block)) met.add(block);
      }
      return met;
    },
  };
}

type By<T> = {
  read: (hashes: readonly number[], limit: number) => Promise<T[]>;
  blocksOf: (found: T) => readonly number[];
  /** More than `mostPerBlock`, so that a read of one key that is cut off proves it common. */
  most: number;
  common: LRUCache<number, true>;
};

/** A read that is cut off is done again without the keys it proves to be common, or else in parts. */
function searchBy<T>({ read, blocksOf, most, common }: By<T>) {
  return async function* (blocks: readonly number[]): AsyncGenerator<Part<T>, void, undefined> {
    const left = [[...new Set(blocks)].filter((hash) => !common.has(hash))];
    for (let hashes = left.pop(); hashes !== undefined; hashes = left.pop()) {
      const found = await read(hashes, most);
      if (found.length < most) {
        yield { blocks: new Set(hashes), found };
        continue;
      }
      for (const hash of commonOf(found.map(blocksOf))) common.set(hash, true);
      const rest = hashes.filter((hash) => !common.has(hash));
      const size = rest.length === hashes.length ? Math.ceil(rest.length / partsOfCutOff) : rest.length;
      for (let from = 0; from < rest.length; from += size) left.push(rest.slice(from, from + size));
    }
  };
}

/** What a key finds, or nothing where that is too much to tell anybody apart. */
export function unlessCommon<T>(found: readonly T[] = []): readonly T[] {
  return found.length > mostPerBlock ? [] : found;
}

function commonOf(found: readonly (readonly number[])[]): number[] {
  const counts = new Map<number, number>();
  for (const blocks of found) for (const hash of blocks) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  return [...counts].flatMap(([hash, count]) => (count > mostPerBlock ? [hash] : []));
}
