/** The persons an administrator names, as they stand now. */
import type { Citizens, CitizenDocument } from '../../store/citizens.ts';
import { nodeOf, unitOf } from '../units.ts';

export type Held = {
  /** In which document the records of this key stand; undefined if the hub holds nobody there. */
  personOf(key: string): CitizenDocument | undefined;
};

/** Reads the documents of these keys, and those they lead to. */
export async function readHeld(keys: readonly string[], citizens: Pick<Citizens, 'readMany'>): Promise<Held> {
  const documents = new Map<string, CitizenDocument>();
  let wanted = [...new Set(keys)];
  while (wanted.length > 0) {
    const found = await citizens.readMany(wanted);
    for (const [key, document] of found) documents.set(key, document);
    wanted = [...found.values()].flatMap(({ leadsTo }) =>
      leadsTo === undefined || documents.has(leadsTo) ? [] : [leadsTo],
    );
  }
  return {
    personOf(key) {
      let document = documents.get(key);
      // Documents are not read at once, so while somebody is moved two may lead to one another.
      for (let steps = 0; document?.leadsTo !== undefined && steps < documents.size; steps += 1) {
        document = documents.get(document.leadsTo);
      }
      return document !== undefined && isSomebody(document) ? document : undefined;
    },
  };
}

/** Acts alone make nobody. */
function isSomebody({ slices }: CitizenDocument): boolean {
  return slices.some(({ identity }) => identity === undefined);
}

/** Every key by which this person is known. */
export function keysOf(document: CitizenDocument): ReadonlySet<string> {
  const { _id, slices, identifiers } = document;
  const ofSlices = slices.flatMap((slice) => [nodeOf(slice, document), unitOf(slice, document)]);
  return new Set([_id, ...ofSlices, ...identifiers.map(({ node }) => node ?? _id)]);
}
