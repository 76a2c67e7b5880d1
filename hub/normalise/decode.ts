/** From message to decision: either one slice of one person, or a permanent failure that says why. */
import type { Mapping } from '../../mappings/contract.ts';
import type { Slice } from '../../mappings/canonical/slices.ts';
import type { HubErrorCode } from '../errors.ts';
import { subjectKey, type PersonKeys } from '../identity/keys.ts';
import type { Message } from '../kafka/consumer.ts';
import { decodeRawRecord, type RawRecord, type RecordFault } from '../records/raw-record.ts';

/** `person` is the key the record came under, `scheme` what that key is made of; `personalNumber` what it states. */
export type Item = {
  message: Message;
  person: string;
  scheme: NonNullable<RawRecord['subject']>['scheme'];
  personalNumber: string | undefined;
  slice: Slice;
};

export type Rejection = {
  message: Message;
  record: RawRecord | undefined;
  stage: 'receive' | 'normalise';
  code: HubErrorCode;
  faults: RecordFault[];
  /** What was thrown, where it was not foreseen: for the log. */
  error?: unknown;
};

export type Decoded = { ok: true; item: Item } | { ok: false; rejection: Rejection };

/** Makes the decoder over the mappings, by system. It never throws. */
export function createDecoder(mappings: ReadonlyMap<string, Mapping>, personKeys: PersonKeys) {
  return (message: Message): Decoded => {
    const record = decodeRawRecord(message.value);
    if (record === undefined)
      return reject({ message, record, stage: 'receive', code: 'not-a-raw-record', faults: [] });
    if (!isRoutable(record)) {
      return reject({ message, record, stage: 'receive', code: 'unroutable', faults: record.faults });
    }
    try {
      return mapRecord({ message, record, mappings, personKeys });
    } catch (error) {
      return reject({ message, record, stage: 'normalise', code: 'unforeseen', faults: [], error });
    }
  };
}

type Routable = RawRecord & { sourceKey: string; sourceVersion: number; subject: NonNullable<RawRecord['subject']> };

function isRoutable(record: RawRecord): record is Routable {
  return record.sourceKey !== null && record.sourceVersion !== null && record.subject !== null;
}

function mapRecord(work: {
  message: Message;
  record: Routable;
  mappings: ReadonlyMap<string, Mapping>;
  personKeys: PersonKeys;
}): Decoded {
  const { message, record, mappings, personKeys } = work;
  const mapping = mappings.get(record.system);
  if (mapping === undefined) return reject({ message, record, stage: 'normalise', code: 'unknown-system', faults: [] });
  const result = mapping.map(record, { receivedAt: record.receivedAt });
  if (!result.ok) {
    return reject({ message, record, stage: 'normalise', code: 'mapping-refused', faults: result.faults });
  }
  const { personalNumber, act, asOf, fields, underInvestigation, identity } = result.record;
  const slice: Slice = {
    system: record.system,
    type: record.type,
    sourceKey: record.sourceKey,
    sourceVersion: record.sourceVersion,
    operation: record.operation,
    mappingVersion: mapping.version,
    act,
    asOf,
    receivedAt: record.receivedAt,
    recordId: record.id,
    fields: record.operation === 'upsert' ? fields : {},
    ...(underInvestigation === undefined ? {} : { underInvestigation }),
    ...(identity === undefined ? {} : { identity }),
  };
  const person = subjectKey(personKeys, record.system, record.subject);
  return { ok: true, item: { message, person, scheme: record.subject.scheme, personalNumber, slice } };
}

function reject(rejection: Rejection): Decoded {
  return { ok: false, rejection };
}
