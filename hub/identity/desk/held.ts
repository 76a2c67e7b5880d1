/** The persons an administrator names, as they stand now. */
import type { Citizens, CitizenDocument } from '../../store/citizens.ts';
import { actsIn, inForce } from '../acts.ts';
import { nodeOf, unitOf } from '../units.ts';
import type { ActHeld } from './contract.ts';

export type Held = {
  /** Where the records of this key stand, acts counted; undefined if the hub knows nothing under it. */
  documentOf(key: string): CitizenDocument | undefined;
  /** The same, if anybody stands there: acts alone make nobody. */
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
  const documentOf: Held['documentOf'] = (key) => {
    let document = documents.get(key);
    // Documents are not read at once, so while somebody is moved two may lead to one another.
    for (let steps = 0; document?.leadsTo !== undefined && steps < documents.size; steps += 1) {
      document = documents.get(document.leadsTo);
    }
    return document;
  };
  return {
    documentOf,
    personOf(key) {
      const document = documentOf(key);
      return document !== undefined && isSomebody(document) ? document : undefined;
    },
  };
}

function isSomebody({ slices }: CitizenDocument): boolean {
  return slices.some(({ identity }) => identity === undefined);
}

/** Every key by which this person is known. */
export function keysOf(document: CitizenDocument): ReadonlySet<string> {
  const { _id, slices, identifiers } = document;
  const ofSlices = slices.flatMap((slice) => [nodeOf(slice, document), unitOf(slice, document)]);
  return new Set([_id, ...ofSlices, ...identifiers.map(({ node }) => node ?? _id)]);
}

/** The acts filed with a person, each once, those taken back too; the latest first. */
export function actsHeld(document: CitizenDocument): ActHeld[] {
  const active = new Set(inForce(actsIn(document)).map(({ id }) => id));
  const newest = new Map<string, ActHeld & { version: number }>();
  for (const slice of document.slices) {
    const { identity: act, sourceKey: id, sourceVersion: version, asOf: effectiveOn, fields } = slice;
    if (act === undefined || (newest.get(id)?.version ?? -1) >= version) continue;
    const { personalNumber } = fields;
    newest.set(id, {
      ...{ id, version, key: nodeOf(slice, document), act, effectiveOn, isInForce: active.has(id) },
      ...(personalNumber === undefined ? {} : { personalNumber }),
    });
  }
  return [...newest.values()].sort((one, other) => other.version - one.version || (one.id < other.id ? -1 : 1));
}
