/** Finding possible partners under keys, whole but for what is too common to tell anybody apart. */
import type { CitizenDocument, Citizens } from '../store/citizens.ts';

/** Most units that one key may find: a value as common as that (a placeholder for a number) is no evidence. */
export const mostPerBlock = 100;
/** Most documents held at a time. More than `mostPerBlock`, so that a read of one key that is cut off proves it common. */
const mostAtOnce = 2000;

/** In how many parts a read that was cut off is done again: fewer would be cut off again, and the reading lost. */
const partsOfCutOff = 8;

/** All documents that are found under these keys. */
export type Partners = { blocks: ReadonlySet<number>; documents: readonly CitizenDocument[] };

/**
 * Looks for documents under these keys, among everybody or among those without a number, and gives them in parts, each
 * whole for its own keys, however many there are. A read that was cut off is done again without the keys it proves to be
 * common, or else in parts. Keys proven to be common are in no part; one in a part may be common all the same.
 */
export async function* findPartners(
  { readPartners }: Pick<Citizens, 'readPartners'>,
  among: 'blocks' | 'open',
  blocks: readonly number[],
): AsyncGenerator<Partners, void, undefined> {
  const left = [[...new Set(blocks)]];
  for (let hashes = left.pop(); hashes !== undefined; hashes = left.pop()) {
    const documents = await readPartners(among, hashes, mostAtOnce);
    if (documents.length < mostAtOnce) {
      yield { blocks: new Set(hashes), documents };
      continue;
    }
    const common = commonOf(documents, among);
    const rest = hashes.filter((hash) => !common.has(hash));
    const size = rest.length === hashes.length ? Math.ceil(rest.length / partsOfCutOff) : rest.length;
    for (let from = 0; from < rest.length; from += size) left.push(rest.slice(from, from + size));
  }
}

/**
 * Under which of these keys anybody is found whom only matching can tell who it is; without those that are common among
 * them, and so among everybody.
 */
export async function blocksOfOpen(
  citizens: Pick<Citizens, 'readPartners'>,
  blocks: readonly number[],
): Promise<Set<number>> {
  const found = new Set<number>();
  for await (const part of findPartners(citizens, 'open', blocks)) {
    for (const { open } of part.documents) for (const block of open) if (part.blocks.has(block)) found.add(block);
  }
  return found;
}

function commonOf(documents: readonly CitizenDocument[], among: 'blocks' | 'open'): Set<number> {
  const counts = new Map<number, number>();
  for (const document of documents) {
    for (const hash of document[among]) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  }
  return new Set([...counts].flatMap(([hash, count]) => (count > mostPerBlock ? [hash] : [])));
}
