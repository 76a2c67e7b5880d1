/** A batch of a records topic as a mapping reads it now, beside what the store holds of it. */
import type { Slice } from '../../mappings/canonical/slices.ts';
import type { Mapping } from '../../mappings/contract.ts';
import type { PersonKeys } from '../identity/keys.ts';
import type { Message } from '../kafka/consumer.ts';
import { createDecoder, type Decoded, type Rejection } from '../normalise/decode.ts';
import type { CitizenDocument, Citizens } from '../store/citizens.ts';
import { standingOf, type RecordName, type Standing } from './held.ts';

export type Decoder = (message: Message) => Decoded;

/** Reads messages as the normalise stage would with this mapping. */
export function decoderOf(mapping: Mapping, personKeys: PersonKeys): Decoder {
  return createDecoder(new Map([[mapping.id, mapping]]), personKeys);
}

/** `mapped`: what the mapping makes of the record now; else why it refuses it. */
export type LookedUp = {
  message: Message;
  recordId: string;
  standing: Standing;
} & ({ mapped: Slice } | { mapped: undefined; rejection: Rejection });

/** A message that is no record of a person; it never was applied and never will be. */
export type Unroutable = { message: Message; standing: undefined };

/** Reads the people of a batch, and tells of each message where it stands. */
export async function lookUp(
  messages: readonly Message[],
  decode: Decoder,
  citizens: Pick<Citizens, 'readMany'>,
): Promise<(LookedUp | Unroutable)[]> {
  const homes = await readHomes([...new Set(messages.map(keyOf))], citizens);
  return messages.map((message) => lookAt(message, decode(message), homes));
}

/** Every document in which records of a key may stand: where it leads to, and whom acts of splitting give them to. */
async function readHomes(
  keys: readonly string[],
  citizens: Pick<Citizens, 'readMany'>,
): Promise<ReadonlyMap<string, CitizenDocument[]>> {
  const documents = await citizens.readMany(keys);
  const readMore = async (more: readonly (string | undefined)[]): Promise<void> => {
    const missing = more.filter((key) => key !== undefined).filter((key) => !documents.has(key));
    for (const [key, document] of await citizens.readMany([...new Set(missing)])) documents.set(key, document);
  };
  const leadOf = (key: string): CitizenDocument | undefined => {
    const document = documents.get(key);
    return document?.leadsTo === undefined ? document : documents.get(document.leadsTo);
  };
  const leadsOfAll = (): (string | undefined)[] => [...documents.values()].map(({ leadsTo }) => leadsTo);
  await readMore(leadsOfAll());
  const splitOff = (document: CitizenDocument | undefined): string[] =>
    (document?.slices ?? []).flatMap(({ identity }) => (identity?.kind === 'split' ? [identity.into] : []));
  await readMore(keys.flatMap((key) => splitOff(leadOf(key))));
  await readMore(leadsOfAll());
  return new Map(
    keys.map((key) => {
      const lead = leadOf(key);
      return [key, [lead, ...splitOff(lead).map(leadOf)].filter((document) => document !== undefined)];
    }),
  );
}

/** The key by which a message's person is found, which is its Kafka key; empty for a message without, no record. */
export function keyOf({ key }: Message): string {
  return key?.toString() ?? '';
}

function lookAt(
  message: Message,
  decoded: Decoded,
  homes: ReadonlyMap<string, readonly CitizenDocument[]>,
): LookedUp | Unroutable {
  const name = nameOf(decoded);
  if (name === undefined) return { message, standing: undefined };
  const key = keyOf(message);
  const found = { message, recordId: name.recordId, standing: standingOf(homes.get(key) ?? [], { ...name, key }) };
  return decoded.ok
    ? { ...found, mapped: decoded.item.slice }
    : { ...found, mapped: undefined, rejection: decoded.rejection };
}

function nameOf(decoded: Decoded): RecordName | undefined {
  if (decoded.ok) return decoded.item.slice;
  const { record } = decoded.rejection;
  if (record === undefined || record.sourceKey === null || record.sourceVersion === null) return undefined;
  const { id: recordId, system, sourceKey, sourceVersion } = record;
  return { recordId, system, sourceKey, sourceVersion };
}
