/** A hub that holds what the examples of the OpenAPI document speak of: their citizen, their failure, their system. */
import { civilStatusReceiver } from '../../../../connectors/sectors/civil-status/extract.ts';
import { failureExample } from '../../../../hub/http/schemas/failures.ts';
import { encodeRawRecord } from '../../../../hub/records/raw-record.ts';
import type { FailureDocument } from '../../../../hub/store/failures.ts';
import { civilStatusMapping } from '../../../../mappings/sectors/civil-status/mapping.ts';
import { sourceRecord, view, type Behaviour } from './hub.ts';

const failedAt = new Date(failureExample.failedAt);

const failure: FailureDocument = {
  ...{ _id: failureExample.id, stage: 'normalise', code: 'mapping-refused', faults: failureExample.faults },
  ...{ system: failureExample.system, type: failureExample.type, origin: failureExample.origin },
  ...{ target: failureExample.origin.topic, key: 'k', failedAt, attempts: 1, status: 'open', replays: [] },
  bytes: encodeRawRecord({
    ...sourceRecord('079190000001'),
    ...{ id: failureExample.id, system: failureExample.system, recordedAt: null, encoding: 'utf-8', faults: [] },
    receivedAt: failureExample.failedAt,
  }),
};

/** For `startTestHub`. */
export function exampleWorld(): Behaviour {
  return {
    overrides: {
      citizens: { view: (key) => Promise.resolve(view(key, 'Nguyễn Văn An')) },
      receivers: new Map([['civil-status', civilStatusReceiver]]),
      mappings: new Map([['civil-status', civilStatusMapping]]),
      failures: {
        get: (id) => Promise.resolve(id === failure._id ? failure : undefined),
        list: () => Promise.resolve([{ ...failure, size: failure.bytes.length }]),
      },
      replay: {
        one: (id) => Promise.resolve({ outcome: 'replayed', id, topic: failure.target }),
        many: () => Promise.resolve({ matched: 12, replayed: 12 }),
      },
    },
  };
}
