/** Finding possible partners under keys, whole but for what is too common to tell anybody apart. */
import { LRUCache } from 'lru-cache';
import type { CitizenDocument, Citizens } from '../store/citizens.ts';

/** Most units that one key may find: a value as common as that (a placeholder for a number) is no evidence. */
export const mostPerBlock = 100;
/** Most documents held at a time. More than `mostPerBlock`, so that a read of one key that is cut off proves it common. */
const mostAtOnce = 2000;
/** In how many parts a read that was cut off is done again: fewer would be cut off again, and the reading lost. */
const partsOfCutOff = 8;
/** What was proven to be common need not be proven for every portion; after an hour it is seen whether it still is. */
const remembered = { max: 100_000, ttl: 3_600_000 } as const;

/** All documents that are found under these keys. */
export type Partners = { blocks: ReadonlySet<number>; documents: readonly CitizenDocument[] };

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

/** A search of one store. A read that is cut off is done again without the keys it proves to be common, or in parts. */
export function partnerSearch({ readPartners }: Pick<Citizens, 'readPartners'>): PartnerSearch {
  const common = new LRUCache<number, true>(remembered);
  async function* find(among: 'blocks' | 'open', blocks: readonly number[]): AsyncGenerator<Partners, void, undefined> {
    const left = [[...new Set(blocks)].filter((hash) => !common.has(hash))];
    for (let hashes = left.pop(); hashes !== undefined; hashes = left.pop()) {
      const documents = await readPartners(among, hashes, mostAtOnce);
      if (documents.length < mostAtOnce) {
        yield { blocks: new Set(hashes), documents };
        continue;
      }
      for (const hash of commonOf(documents, among)) common.set(hash, true);
      const rest = hashes.filter((hash) => !common.has(hash));
      const size = rest.length === hashes.length ? Math.ceil(rest.length / partsOfCutOff) : rest.length;
      for (let from = 0; from < rest.length; from += size) left.push(rest.slice(from, from + size));
    }
  }
  return {
    find: (blocks) => find('blocks', blocks),
    async blocksOfOpen(blocks) {
      const found = new Set<number>();
      for await (const part of find('open', blocks)) {
        for (const { open } of part.documents) for (const block of open) if (part.blocks.has(block)) found.add(block);
      }
      return found;
    },
  };
}

function commonOf(documents: readonly CitizenDocument[], among: 'blocks' | 'open'): number[] {
  const counts = new Map<number, number>();
  for (const document of documents) {
    for (const hash of document[among]) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  }
  return [...counts].flatMap(([hash, count]) => (count > mostPerBlock ? [hash] : []));
}
