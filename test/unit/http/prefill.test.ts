import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { ConnectorError } from '../../../connectors/errors.ts';
import { prefillSchema } from '../../../hub/http/schemas/prefill.ts';
import { codeOf, kafkaIsAway, sourceRecord, timeBudgetMs, view, type Behaviour } from './support/hub.ts';
import { field, good, number, prefill, withHub } from './support/prefill.ts';

/** For a machine that is busy with other things. */
const slackMs = 400;

/** The way from the records topic to the store, in memory. */
const pipeline =
  (afterMs: number): NonNullable<Behaviour['onWrite']> =>
  async ({ extractions }, { citizens, personKey }) => {
    await pause(afterMs);
    for (const extraction of extractions) {
      const key = extraction.ok ? personKey(extraction.record.subject.value) : '';
      citizens.set(key, view(key, 'Trần Thị Tìm Thấy'));
    }
  };

describe('prefill of a person who is held', () => {
  it('answers per field with value, source and date, or the reason', () =>
    withHub({}, async (hub) => {
      const key = hub.personKey(number);
      hub.citizens.set(key, view(key, 'Nguyễn Văn Có'));
      const reply = await prefill(hub);
      assert.equal(reply.status, 200);
      prefillSchema.parse(reply.body);
      assert.equal(reply.body['form'], 'ct01');
      assert.equal(reply.body['revision'], 3);
      assert.deepEqual(reply.body['subject'], { known: true });
      const { seal, ...told } = field(reply, 'fullName');
      assert.match(seal ?? '', /^[\w-]{24}$/);
      assert.deepEqual(told, {
        value: 'Nguyễn Văn Có',
        raw: { text: 'Nguyễn Văn Có' },
        source: 'population',
        asOf: '2026-01-02',
        confidence: 'trusted',
        lock: true,
        rule: 'test',
      });
      assert.deepEqual(field(reply, 'phone'), { reason: 'not-held' });
      assert.deepEqual(field(reply, 'requestedContent'), { reason: 'declared-by-citizen' });
      assert.equal(reply.headers.get('cache-control'), 'no-store');
      assert.equal(reply.headers.get('etag'), null);
    }));

  it('answers only the fields asked for', () =>
    withHub({}, async (hub) => {
      const reply = await prefill(hub, { ...good, fields: ['phone', 'fullName'] });
      assert.deepEqual(Object.keys(reply.body['fields'] as object).sort(), ['fullName', 'phone']);
    }));

  it('says when a death is recorded', () =>
    withHub({}, async (hub) => {
      const key = hub.personKey(number);
      const deathDate = {
        value: { year: 2025 },
        system: 'civil-status',
        asOf: '2025-01-01',
        rule: 'test',
        trusted: true,
      } as const;
      hub.citizens.set(key, view(key, 'Nguyễn Văn Mất', { deathDate }));
      assert.deepEqual((await prefill(hub)).body['subject'], { known: true, status: 'deceased' });
    }));

  it('says nothing but that a death is recorded where the policy refuses the dead, and puts that on record', () =>
    withHub({}, async (hub) => {
      const key = hub.personKey(number);
      const said = { system: 'civil-status', asOf: '2025-01-01', rule: 'test', trusted: true } as const;
      const asked = { ...good, purpose: 'LIVING', fields: ['fullName', 'requestedContent'] };
      hub.citizens.set(key, view(key, 'Nguyễn Văn Mất'));
      assert.equal((await prefill(hub, asked)).status, 200, 'who lives is answered');
      hub.citizens.set(key, view(key, 'Nguyễn Văn Mất', { deathDate: { value: { year: 2025 }, ...said } }));
      const reply = await prefill(hub, asked);
      assert.deepEqual([reply.status, codeOf(reply)], [409, 'subject-deceased']);
      assert.doesNotMatch(reply.text, /Nguyễn|NGUYỄN|2025/);
      const { persons, disclosed, undisclosed } = hub.memory.accesses.at(-1) ?? {};
      assert.deepEqual([persons, disclosed], [[key], []]);
      assert.deepEqual(undisclosed, ['fullName:not-permitted', 'requestedContent:not-permitted']);
    }));

  it('counts the fields by outcome', () =>
    withHub({}, async (hub) => {
      await prefill(hub, { ...good, fields: ['phone', 'requestedContent'] });
      const metrics = await hub.metricsText();
      assert.match(metrics, /lienthong_prefill_fields_total\{form="ct01",outcome="not-held"\} 1/);
      assert.match(metrics, /lienthong_prefill_fields_total\{form="ct01",outcome="declared-by-citizen"\} 1/);
    }));

  it('does not look up whom it holds', () =>
    withHub({ lookup: () => Promise.resolve({ outcome: 'no-match' }) }, async (hub) => {
      const key = hub.personKey(number);
      hub.citizens.set(key, view(key, 'Nguyễn Văn Có'));
      await prefill(hub);
      assert.equal(hub.lookups.length, 0);
    }));
});

describe('prefill of a person who is not held', () => {
  const found = () => Promise.resolve({ outcome: 'match' as const, record: sourceRecord(number) });

  it('looks them up, sends what is found through the pipeline, and answers from the store', () =>
    withHub({ lookup: found, onWrite: pipeline(30) }, async (hub) => {
      const subject = { personalNumber: number, fullName: 'Trần Thị Tìm Thấy', birthDate: '1990' };
      const reply = await prefill(hub, { ...good, subject, officer: 'officer-1' });
      assert.deepEqual(reply.body['subject'], { known: true });
      assert.equal(field(reply, 'fullName').value, 'Trần Thị Tìm Thấy');
      assert.deepEqual(hub.lookups, [{ ...subject, purpose: 'TTHC', caseCode: 'C-1', officer: 'officer-1' }]);
      assert.equal(hub.written[0]?.system, 'population');
      assert.equal(hub.written[0].way, 'lookup');
    }));

  it('asks once for many who ask the same at the same time, and each name on its own', () =>
    withHub({ lookup: async () => (await pause(50), found()), onWrite: pipeline(0) }, async (hub) => {
      const replies = await Promise.all([1, 2, 3, 4].map(() => prefill(hub)));
      assert.deepEqual(
        replies.map((reply) => field(reply, 'fullName').value),
        Array.from({ length: 4 }, () => 'Trần Thị Tìm Thấy'),
      );
      assert.equal(hub.lookups.length, 1);
      hub.citizens.clear();
      const named = (fullName: string) => prefill(hub, { ...good, subject: { personalNumber: number, fullName } });
      await Promise.all([named('Trần Thị A'), named('Trần Thị B')]);
      assert.equal(hub.lookups.length, 3);
    }));

  it('answers not-held when the population database knows nobody', () =>
    withHub({ lookup: () => Promise.resolve({ outcome: 'no-match' }) }, async (hub) => {
      const reply = await prefill(hub);
      assert.deepEqual(reply.body['subject'], { known: false });
      assert.equal(reply.body['revision'], undefined);
      assert.deepEqual(field(reply, 'fullName'), { reason: 'not-held' });
      assert.equal(hub.written.length, 0);
    }));

  it('asks the population database once, not again and again, for somebody it does not hold', () =>
    withHub({ lookup: () => Promise.resolve({ outcome: 'no-match' }) }, async (hub) => {
      for (let time = 0; time < 3; time += 1) assert.equal((await prefill(hub)).status, 200);
      assert.equal(hub.lookups.length, 1);
    }));

  it('completes somebody held from other systems only, and keeps what they said if it cannot', () => {
    let up = true;
    const lookup = () =>
      up
        ? Promise.resolve({ outcome: 'match' as const, record: sourceRecord(number) })
        : Promise.reject(new ConnectorError('unreachable', { system: 'population', operation: 'lookup' }));
    return withHub({ lookup, onWrite: pipeline(30) }, async (hub) => {
      const key = hub.personKey(number);
      hub.citizens.set(key, { ...view(key, 'Trần Thị Hộ Tịch'), systems: ['civil-status'] });
      up = false;
      const partial = await prefill(hub);
      assert.equal(field(partial, 'fullName').value, 'Trần Thị Hộ Tịch');
      assert.equal(field(partial, 'birthDate').reason, 'source-unavailable');
      assert.ok(Date.parse(field(partial, 'birthDate').since ?? '') > 0);
      up = true;
      assert.equal(field(await prefill(hub), 'fullName').value, 'Trần Thị Tìm Thấy');
    });
  });

  it('answers not-held when no population database is connected', () =>
    withHub({}, async (hub) => {
      assert.deepEqual(field(await prefill(hub), 'fullName'), { reason: 'not-held' });
    }));

  it('answers source-unavailable with the time the outage began, and forgets it when it is over', () => {
    let up = false;
    const lookup = () =>
      up
        ? Promise.resolve({ outcome: 'no-match' as const })
        : Promise.reject(new ConnectorError('unreachable', { system: 'population', operation: 'lookup' }));
    return withHub({ lookup }, async (hub) => {
      const first = field(await prefill(hub), 'fullName');
      assert.equal(first.reason, 'source-unavailable');
      assert.ok(Date.parse(first.since ?? '') > 0);
      const reply = await prefill(hub);
      prefillSchema.parse(reply.body);
      assert.deepEqual(field(reply, 'fullName'), first);
      assert.deepEqual(field(reply, 'requestedContent'), { reason: 'declared-by-citizen' });
      assert.match(hub.logged(), /"event":"lookup.failed".*"code":"unreachable"/);
      up = true;
      await prefill(hub);
      up = false;
      const another = { ...good, subject: { personalNumber: '079190000002' } };
      const later = field(await prefill(hub, another), 'fullName');
      assert.ok((later.since ?? '') > (first.since ?? ''), 'a new outage has its own beginning');
    });
  });

  it('answers within the budget, and aborts the lookup, when the population database is slow', () => {
    let aborted: AbortSignal | undefined;
    const lookup = (_query: unknown, signal: AbortSignal): Promise<never> => {
      aborted = signal;
      return new Promise(() => undefined);
    };
    return withHub({ lookup }, async (hub) => {
      await hub.issuer.token('portal', 'prefill');
      const began = performance.now();
      const reply = await prefill(hub);
      assert.equal(reply.status, 200);
      assert.equal(field(reply, 'fullName').reason, 'source-unavailable');
      assert.ok(performance.now() - began < timeBudgetMs + slackMs, 'in time');
      assert.equal(aborted?.aborted, true);
    });
  });

  it('answers within the budget when what was found does not reach the store', () =>
    withHub({ lookup: found, onWrite: () => undefined }, async (hub) => {
      const began = performance.now();
      assert.equal(field(await prefill(hub), 'fullName').reason, 'source-unavailable');
      assert.ok(performance.now() - began < timeBudgetMs + slackMs, 'in time');
    }));

  it('answers when Kafka does not take what was found', () =>
    withHub({ lookup: found, onWrite: kafkaIsAway }, async (hub) => {
      const reply = await prefill(hub);
      assert.equal(reply.status, 200);
      assert.equal(field(reply, 'fullName').reason, 'source-unavailable');
      assert.match(hub.logged(), /"event":"lookup.failed".*"code":"kafka-unavailable"/);
    }));

  it('answers at once when the mapping refuses what was found, and keeps it for replay', () => {
    const mapping = { id: 'population', version: 1, map: () => ({ ok: false as const, faults: [] }) };
    let reads = 0;
    const view = () => Promise.resolve(void (reads += 1));
    const overrides = { mappings: new Map([['population', mapping]]), citizens: { view } };
    return withHub({ lookup: found, overrides }, async (hub) => {
      assert.equal(field(await prefill(hub), 'fullName').reason, 'source-unavailable');
      assert.equal(hub.written.length, 1);
      assert.equal(reads, 1, 'the store is not asked again for what cannot come');
    });
  });
});
