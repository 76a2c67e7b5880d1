/** Replaying failures, over the store they are kept in. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Receiver } from '../../../connectors/contract.ts';
import { makePopulationReceiver } from '../../../connectors/population/extract.ts';
import { makePortalReceiver } from '../../../connectors/portal/receiver.ts';
import { makeQcvn109Receiver } from '../../../connectors/qcvn109/extract.ts';
import { createReplay } from '../../../hub/failures/replay.ts';
import { personKeys } from '../../../hub/identity/keys.ts';
import type { OutMessage } from '../../../hub/kafka/producer.ts';
import { topicNames } from '../../../hub/kafka/topics.ts';
import { decodeRawRecord, encodeRawRecord } from '../../../hub/records/raw-record.ts';
import { toRawRecord } from '../../../hub/records/writer.ts';
import { connectDatabase, type Database } from '../../../hub/store/connect.ts';
import { failureStore, type Failures } from '../../../hub/store/failures.ts';
import { cleanups } from '../../support/processes.ts';

const receivedAt = '2026-03-01T00:00:00.000Z';
const replayedAt = Date.parse('2026-03-20T00:00:00.000Z');
const personalNumber = '079190000001';

describe('replaying failures', function () {
  this.timeout(60_000);
  const later = cleanups();
  let database: Database;
  let failures: Failures;

  before(async () => {
    const uri = process.env['MONGODB_URI'] ?? assert.fail('MONGODB_URI is not set: npm test sets it');
    database = await connectDatabase({ uri, database: `t${randomBytes(5).toString('hex')}` });
    later(async () => {
      await database.connection.dropDatabase();
      await database.close();
    });
    failures = failureStore(database);
  });

  beforeEach(() => database.connection.collection('failures').deleteMany({}));

  const now = replayedAt;
  const receivers = new Map<string, Receiver>([
    ['portal', makePortalReceiver(() => now)],
    ['qcvn109', makeQcvn109Receiver(() => now)],
    ['population', makePopulationReceiver(() => now)],
  ]);

  /** A replayer, and what it has sent. */
  function replayer(over: Failures = failures, onSend: () => Promise<void> = () => Promise.resolve()) {
    const sent: OutMessage[] = [];
    const producer = {
      send: async (messages: readonly OutMessage[]) => {
        await onSend();
        sent.push(...messages);
      },
      ping: () => Promise.resolve(),
      ends: () => Promise.resolve(new Map<string, number>()),
      close: () => Promise.resolve(),
    };
    const replay = createReplay({
      ...{ failures: over, producer, receivers, topics: topicNames(''), personKeys: personKeys('0'.repeat(64)) },
      ...{ log: () => undefined, now: () => now },
    });
    return { replay, sent };
  }

  type Kept = { id?: string; system?: string; body?: string; contentType?: string; offset?: number; failedAt?: number };

  /** Keeps a message that could not be cut; one without a body cannot be cut now either. */
  async function keep({ id = randomUUID(), system = 'portal', offset = 0, failedAt = 0, ...message }: Kept) {
    const { body = '{}', contentType = 'application/json' } = message;
    const raw = toRawRecord(system, { ok: false, contentType, body, faults: [] }, receivedAt);
    const topic = `records.${system}`;
    await failures.add([
      {
        ...{ _id: id, stage: 'receive', code: 'unroutable', faults: [], system, type: 'unreadable', target: topic },
        ...{ origin: { topic, partition: 0, offset }, key: id, bytes: encodeRawRecord({ ...raw, id }) },
        failedAt: new Date(Date.parse(receivedAt) + failedAt),
      },
    ]);
    return id;
  }

  const declaration = JSON.stringify({ SoCMND: personalNumber });

  const timeless = [
    { system: 'portal', contentType: 'application/json', body: declaration },
    { system: 'qcvn109', contentType: 'application/json', body: JSON.stringify({ SoDinhDanh: personalNumber }) },
    {
      ...{ system: 'population', contentType: 'application/xml' },
      body: `<CongDan><SoDinhDanh>${personalNumber}</SoDinhDanh></CongDan>`,
    },
  ];
  for (const message of timeless) {
    it(`a message of ${message.system} that states no time is as old as when it was received`, async () => {
      const id = await keep(message);
      const { replay, sent } = replayer();
      assert.equal((await replay.one(id, 'admin', 'connector mended')).outcome, 'replayed');
      const [record] = sent.map(({ value }) => decodeRawRecord(value));
      assert.equal(record?.subject?.value, personalNumber);
      assert.equal(record.sourceVersion, Date.parse(receivedAt));
    });
  }
});
