/** Whatever is on the failure topic is kept, with its bytes. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failureMessage, type Failure } from '../../../hub/failures/message.ts';
import { createReplay } from '../../../hub/failures/replay.ts';
import { createFailureKeeper } from '../../../hub/failures/stage.ts';
import type { Message } from '../../../hub/kafka/consumer.ts';
import { topicNames } from '../../../hub/kafka/topics.ts';
import type { FailureDocument, Failures, NewFailure } from '../../../hub/store/failures.ts';
import { qcvn109Mapping } from '../../../mappings/qcvn109/mapping.ts';

const topics = topicNames('');
const failedAt = '2026-03-01T00:00:00.000Z';
const body = JSON.stringify({ SoDinhDanh: '079190000001', NgayThangNamSinh: { Nam: 2999 }, SoCMND: 'một' });
const bytes = Buffer.from(body);
const origin: Message = {
  ...{ topic: topics.records('qcvn109'), partition: 1, offset: 7, size: bytes.length },
  ...{ key: Buffer.from('a key'), value: bytes },
};

/** A failure store that takes what it is given. */
function inMemory(): Pick<Failures, 'add'> & { kept: NewFailure[] } {
  const kept: NewFailure[] = [];
  return {
    kept,
    add: (failures) => {
      kept.push(...failures);
      return Promise.resolve();
    },
  };
}

/** What the keeper keeps of messages on the failure topic. */
async function keep(...messages: readonly Message[]): Promise<NewFailure[]> {
  const store = inMemory();
  const unused = () => Promise.reject(new Error('not asked for'));
  const others = { list: unused, get: unused, open: unused, claim: unused, settle: unused, reopen: unused, countOpen: unused }; // prettier-ignore
  await createFailureKeeper({ ...store, ...others })(messages);
  return store.kept;
}

function failureOf(faults: Failure['faults']): Failure {
  const about = { id: 'a-record', stage: 'normalise', code: 'mapping-refused', system: 'qcvn109' } as const;
  return { ...about, type: 'citizen', faults, origin, target: origin.topic, failedAt };
}

/** A message of the failure topic as a consumer reads it. */
function asRead({ headers = [], value, key }: ReturnType<typeof failureMessage>): Message {
  return {
    ...{ topic: topics.failed, partition: 2, offset: 40, size: value?.length ?? 0, timestamp: Date.parse(failedAt) },
    ...{ key: Buffer.from(key), value, headers },
  };
}

const withHeader = (text: string): Message => ({
  ...asRead(failureMessage(topics.failed, failureOf([]))),
  headers: [{ 'lienthong-failure': text }],
});

describe('the keeper of failures', () => {
  it('keeps a refused national message in JSON with all its faults', async () => {
    const input = { type: 'citizen', operation: 'upsert', contentType: 'application/json', body } as const;
    const result = qcvn109Mapping.map(input, { receivedAt: failedAt });
    assert.ok(!result.ok);
    const [kept] = await keep(asRead(failureMessage(topics.failed, failureOf(result.faults))));
    assert.deepEqual(
      kept?.faults.map(({ path, code }) => `${path} ${code}`),
      ['SoCMND old-identity-number-format', 'NgayThangNamSinh.Nam date-in-future'],
    );
    assert.deepEqual(kept.bytes, bytes);
  });

  it('keeps what it is told of a failure whose faults cannot be read, so that it can be tried again', async () => {
    const spoilt = { ...failureOf([]), faults: [{ code: 'date-in-future' }] };
    const [kept] = await keep(withHeader(JSON.stringify(spoilt)));
    assert.deepEqual([kept?.code, kept?.target, kept?.faults], ['mapping-refused', origin.topic, []]);
  });

  it('keeps whatever stands on its topic, each message as one failure', async () => {
    const anyHeader = fc.oneof(fc.string(), fc.json()).map(withHeader);
    const bare = fc.constant<Message>({ ...withHeader(''), headers: [] });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(anyHeader, bare), { maxLength: 5 }), async (messages) => {
        const placed = messages.map((message, offset) => ({ ...message, offset }));
        const kept = await keep(...placed);
        assert.equal(new Set(kept.map(({ _id }) => _id)).size, messages.length);
        for (const failure of kept) {
          assert.deepEqual([failure.code, failure.bytes, failure.key], ['unforeseen', bytes, 'a key']);
          assert.equal(failure.failedAt.toISOString(), failedAt);
        }
        assert.deepEqual(await keep(...placed), kept, 'read again they are the same');
      }),
    );
  });

  it('keeps one that nobody can try again, since it does not say where it goes', async () => {
    const [kept] = await keep(withHeader('{'));
    assert.ok(kept);
    const failure: FailureDocument = { ...kept, attempts: 1, status: 'open', replays: [] };
    const claimed: string[] = [];
    const nothing = () => Promise.reject(new Error('nothing is sent'));
    const replay = createReplay({
      failures: {
        ...{ add: nothing, list: nothing, open: nothing, countOpen: nothing, get: () => Promise.resolve(failure) },
        claim: (id) => {
          claimed.push(id);
          return Promise.resolve(true);
        },
        ...{ settle: nothing, reopen: nothing },
      },
      producer: { send: nothing, ping: nothing, ends: nothing, close: nothing },
      ...{ topics, receivers: new Map(), personKeys: () => '', log: () => undefined, now: () => 0 },
    });
    const { outcome } = await replay.one(kept._id, 'somebody', 'a test');
    assert.deepEqual([outcome, claimed], ['unroutable', []]);
  });
});
