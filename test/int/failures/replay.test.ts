/** Replaying failures, over the store they are kept in. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Receiver } from '../../../connectors/contract.ts';
import { makePopulationReceiver } from '../../../connectors/population/extract.ts';
import { makePortalReceiver } from '../../../connectors/portal/receiver.ts';
import { makeQcvn109Receiver } from '../../../connectors/qcvn109/extract.ts';
import { connectorDefinitions } from '../../../connectors/registry.ts';
import { failureMessage, readFailure } from '../../../hub/failures/message.ts';
import { createReplay } from '../../../hub/failures/replay.ts';
import { personKeys } from '../../../hub/identity/keys.ts';
import type { OutMessage } from '../../../hub/kafka/producer.ts';
import { topicNames } from '../../../hub/kafka/topics.ts';
import { decodeRawRecord, encodeRawRecord } from '../../../hub/records/raw-record.ts';
import { toRawRecord } from '../../../hub/records/writer.ts';
import type { Database } from '../../../hub/store/connect.ts';
import type { Position } from '../../../hub/store/position.ts';
import { failureStore, type Failures, type NewFailure } from '../../../hub/store/failures.ts';
import { openDatabase } from '../../support/database.ts';
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
    database = await openDatabase(later);
    failures = failureStore(database);
  });

  beforeEach(async () => {
    now = replayedAt;
    await database.connection.collection('failures').deleteMany({});
  });

  let now = replayedAt;
  const receivers = new Map<string, Receiver>([
    ['portal', makePortalReceiver(() => now)],
    ['qcvn109', makeQcvn109Receiver(() => now)],
    ['population', makePopulationReceiver(() => now)],
  ]);

  /** A replayer, and what it has sent. */
  function replayer(over: Failures = failures, onSend: () => Promise<unknown> = () => Promise.resolve()) {
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

  /** A message that could not be cut; one without a body cannot be cut now either. */
  function failureOf({ id = randomUUID(), system = 'portal', offset = 0, failedAt = 0, ...message }: Kept): NewFailure {
    const { body = '{}', contentType = 'application/json' } = message;
    const raw = toRawRecord(system, { ok: false, contentType, body, faults: [] }, receivedAt);
    const topic = `records.${system}`;
    return {
      ...{ _id: id, stage: 'receive', code: 'unroutable', faults: [], system, type: 'unreadable', target: topic },
      ...{ origin: { topic, partition: 0, offset }, key: id, bytes: encodeRawRecord({ ...raw, id }) },
      failedAt: new Date(Date.parse(receivedAt) + failedAt),
    };
  }

  async function keep(kept: Kept): Promise<string> {
    const failure = failureOf(kept);
    await failures.add([failure]);
    return failure._id;
  }

  const declaration = JSON.stringify({ SoCMND: personalNumber });

  const statusOf = async (id: string) => (await failures.get(id))?.status;
  const toBeCut = { body: declaration };

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

  it('a failure is sent once, by whoever has it in hand', async () => {
    const id = await keep(toBeCut);
    const other = replayer();
    const { replay, sent } = replayer(failures, async () => {
      assert.equal((await other.replay.one(id, 'admin', 'too')).outcome, 'not-open');
    });
    assert.equal((await replay.one(id, 'admin', 'mended')).outcome, 'replayed');
    assert.equal((await other.replay.one(id, 'admin', 'too')).outcome, 'not-open');
    assert.deepEqual([sent.length, other.sent.length, await statusOf(id)], [1, 0, 'replayed']);
  });

  it('one that could not be sent is open, and is sent when Kafka is back', async () => {
    const id = await keep(toBeCut);
    const away = replayer(failures, () => Promise.reject(new Error('a test')));
    await assert.rejects(away.replay.one(id, 'admin', 'mended'));
    assert.equal(await statusOf(id), 'open');
    assert.deepEqual((await failures.get(id))?.replays, []);
    assert.equal((await replayer().replay.one(id, 'admin', 'mended')).outcome, 'replayed');
  });

  it('one that a process had in hand when it died is open, and is sent some minutes later', async () => {
    const id = await keep(toBeCut);
    const dead: Failures = { ...failures, reopen: () => Promise.reject(new Error('died')) };
    await assert.rejects(replayer(dead, () => Promise.reject(new Error('died'))).replay.one(id, 'admin', 'mended'));
    assert.equal(await statusOf(id), 'open');
    const { replay, sent } = replayer();
    assert.equal((await replay.one(id, 'admin', 'again')).outcome, 'not-open');
    now += 10 * 60_000;
    assert.equal((await replay.one(id, 'admin', 'again')).outcome, 'replayed');
    assert.deepEqual([sent.length, await statusOf(id)], [1, 'replayed']);
  });

  it('one that fails again before it is known to be sent is open, and can be replayed', async () => {
    const id = await keep(toBeCut);
    const { replay } = replayer(failures, () => keep({ ...toBeCut, id, offset: 7 }));
    await replay.one(id, 'admin', 'mended');
    assert.equal(await statusOf(id), 'open');
    assert.equal((await failures.get(id))?.attempts, 2);
    assert.equal((await replayer().replay.one(id, 'admin', 'mended anew')).outcome, 'replayed');
  });

  it('many that cannot be sent do not keep those behind them from their turn', async () => {
    const hopeless = 1100;
    await failures.add(Array.from({ length: hopeless }, (_, index) => failureOf({ failedAt: index % 7 })));
    const good = await Promise.all([keep({ ...toBeCut, failedAt: 10 }), keep({ ...toBeCut, failedAt: 11 })]);
    const { replay, sent } = replayer();
    const filter = { system: 'portal' };
    const first = await replay.many(filter, 'admin', { reason: 'mended', limit: 1 });
    assert.deepEqual([first.matched, first.replayed], [hopeless + 1, 1]);
    assert.deepEqual(await Promise.all(good.map(statusOf)), ['replayed', 'open']);
    const second = await replay.many(filter, 'admin', { reason: 'mended', limit: 1000 });
    assert.deepEqual(second, { matched: hopeless + 1, replayed: 1 });
    assert.equal(sent.length, 2);
  });

  it('many that take longer than a caller waits are sent in several calls, each from where the last one ended', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, (_, index) => keep({ ...toBeCut, failedAt: index })));
    await keep({ ...toBeCut, id: 'later', failedAt: replayedAt - Date.parse(receivedAt) + 6000 });
    let offset = 0;
    const { replay, sent } = replayer(failures, () => {
      now += 4000;
      offset += 1;
      // Each fails again at once: it is open, and behind all that is to be sent.
      return keep({ ...toBeCut, id: ids[offset - 1] ?? '', offset, failedAt: now - Date.parse(receivedAt) });
    });
    const asked = { reason: 'mended', limit: 100 };
    const first = await replay.many({}, 'admin', asked);
    assert.deepEqual([first.matched, first.replayed], [3, 3]);
    const second = await replay.many({}, 'admin', { ...asked, ...(first.next && { after: first.next }) });
    assert.deepEqual([second.matched, second.replayed], [3, 3]);
    const third = await replay.many({}, 'admin', { ...asked, ...(second.next && { after: second.next }) });
    assert.deepEqual(third, { matched: 0, replayed: 0 });
    assert.equal(sent.length, 6);
  });

  it('many of which some are sent when a server fails are told, and the next call says what is wrong', async () => {
    await Promise.all([1, 2, 3].map((failedAt) => keep({ ...toBeCut, failedAt })));
    let sends = 0;
    const { replay } = replayer(failures, () => {
      sends += 1;
      return sends === 3 ? Promise.reject(new Error('a test')) : Promise.resolve();
    });
    const { next, ...counts } = await replay.many({}, 'admin', { reason: 'mended', limit: 9 });
    assert.deepEqual(counts, { matched: 2, replayed: 2 });
    const after = next ?? assert.fail('not all were looked at');
    sends = 2;
    await assert.rejects(replay.many({}, 'admin', { reason: 'mended', limit: 9, after }));
    assert.deepEqual(await replay.many({}, 'admin', { reason: 'mended', limit: 9, after }), {
      matched: 1,
      replayed: 1,
    });
  });

  it('many are sent once each, also those that fail again at once, up to the limit', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, (_, index) => keep({ ...toBeCut, failedAt: index })));
    let offset = 0;
    const again = Date.now() - Date.parse(receivedAt);
    const { replay, sent } = replayer(failures, async () => {
      offset += 1;
      await keep({ ...toBeCut, id: ids[offset - 1] ?? assert.fail('sent twice'), offset, failedAt: again });
    });
    const { matched, replayed } = await replay.many({}, 'admin', { reason: 'x', limit: 3 });
    assert.deepEqual([matched, replayed], [3, 3]);
    assert.equal(sent.length, 3);
    assert.deepEqual(await replay.many({}, 'admin', { reason: 'x', limit: 3 }), { matched: 2, replayed: 2 });
  });

  it('are listed page by page, and one that fails again or is replayed meanwhile loses nobody else their place', async () => {
    for (const index of [1, 2, 3, 4, 5]) await keep({ ...toBeCut, id: `f-${index}`, failedAt: index });
    const page = async (after?: Position): Promise<string[]> =>
      (await failures.list({ status: 'open' }, 2, after)).map(({ _id }) => _id);
    assert.deepEqual(await page(), ['f-5', 'f-4']);
    const ended = { rank: Date.parse(receivedAt) + 4, id: 'f-4' };
    await keep({ ...toBeCut, id: 'f-4', offset: 9, failedAt: 1000 });
    assert.deepEqual(await page(ended), ['f-3', 'f-2']);
    await replayer().replay.one('f-4', 'admin', 'mended');
    assert.deepEqual(await page(ended), ['f-3', 'f-2']);
  });

  it('keeps of every system connected which it is, and nothing that could be about somebody', () => {
    const kept = (system: string): string | undefined => {
      const origin = { topic: `records.${system}`, partition: 0, offset: 0, key: null, value: null, size: 0 };
      const out = failureMessage('records.failed', {
        ...{ id: randomUUID(), stage: 'normalise', code: 'mapping-refused', faults: [], system, type: 'citizen' },
        ...{ origin, target: `records.${system}`, failedAt: receivedAt },
      });
      const headers = out.headers?.map((each) => ({ ...each }));
      const message = { ...origin, value: out.value, ...(headers === undefined ? {} : { headers }) };
      return readFailure(message).system;
    };
    for (const { id } of connectorDefinitions) assert.equal(kept(id), id);
    for (const other of [personalNumber, `so-${personalNumber}`, 'Nguyễn', '']) assert.equal(kept(other), 'unknown');
  });
});
