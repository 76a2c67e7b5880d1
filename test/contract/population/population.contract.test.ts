/** What is particular to the population database, against the played one. */
import assert from 'node:assert/strict';
import type { Connector, Cursor, Page } from '../../../connectors/contract.ts';
import { ConnectorError } from '../../../connectors/errors.ts';
import { populationDefinition } from '../../../connectors/population/definition.ts';
import { make, quick, type Attempt } from '../lib/harness.ts';
import { useNock } from '../../support/nock.ts';
import { keysOf, readAll, sorted } from '../lib/suite.ts';
import { number, person } from '../lib/systems.ts';
import { playPopulation, settings as serverSettings, type PlayedPopulation } from './server.ts';
import { citizen, collection, fields, operations, states, unknownList } from './wire.ts';

const start = Date.parse('2026-03-01T09:00:00+07:00');
const { signal } = new AbortController();

describe('population, played', function () {
  this.timeout(20_000);
  useNock();
  let state: PlayedPopulation;
  let now: number;
  let connector: Connector;
  let attempts: Attempt[];

  function connect(more: Record<string, unknown> = {}): void {
    const list = { localities: ['79'], pageSize: 2, statusMinMs: 1, statusMaxMs: 2, refreshIntervalSeconds: 10 };
    ({ connector, attempts } = make(
      populationDefinition,
      { ...quick, ...serverSettings, ...list, ...more },
      () => now,
    ));
  }

  beforeEach(() => {
    now = start;
    state = playPopulation();
    state.citizens.set(
      '79',
      [1, 2, 3, 4, 5].map((index) => person(index)),
    );
    connect();
  });

  afterEach(() => {
    connector.close();
  });

  const pull = (from?: Cursor) => {
    assert.ok(connector.source);
    return readAll(connector.source, from);
  };
  const asked = (operation: string, field: string) =>
    state.requests.filter((request) => request.operation === operation).map((request) => request.fields.get(field));
  const cursorOf = (pages: readonly Page[]) => pages.at(-1)?.cursor;

  it('a record is the citizen exactly as received, versioned by when the row changed', async () => {
    const [page] = await pull();
    const extraction = page?.extractions[0];
    assert.ok(extraction?.ok);
    assert.deepEqual(extraction.record, {
      type: 'citizen',
      sourceKey: number(1),
      sourceVersion: Date.parse('2026-02-01T03:00:00Z'),
      operation: 'upsert',
      subject: { scheme: 'personal-number', value: number(1) },
      recordedAt: '2026-02-01T03:00:00.000Z',
      contentType: 'application/xml',
      body: citizen(person(1)),
    });
  });

  it('the version falls back to the data time, then to the clock', () => {
    const extract = (xml: string) => {
      const [extraction] = connector.receiver?.extract('text/xml', Buffer.from(xml)) ?? [];
      assert.ok(extraction?.ok);
      return extraction.record;
    };
    const timeless = citizen({ ...person(1), changedAt: 'yesterday' });
    assert.equal(
      extract(collection([timeless], '2026-03-01T00:00:00')).sourceVersion,
      Date.parse('2026-02-28T17:00:00Z'),
    );
    assert.equal(extract(timeless).sourceVersion, start);
    assert.equal(extract(timeless).recordedAt, undefined);
  });

  it('within the refresh interval nothing is asked; after it, what changed since the data time less the overlap', async () => {
    const first = await pull();
    const requests = state.requests.length;
    now += 9_999;
    const idle = await pull(cursorOf(first));
    assert.deepEqual(idle, [{ extractions: [], cursor: cursorOf(first), lag: { events: 0, seconds: 0 } }]);
    assert.equal(state.requests.length, requests);
    now += 1;
    state.citizens.get('79')?.push({ ...person(6), changedAt: '2026-03-01T09:00:05+07:00' });
    const later = await pull(cursorOf(first));
    assert.deepEqual(keysOf(later), [number(6)]);
    const overlapMs = 120_000;
    const since = new Date(Date.parse(state.dataTime) - overlapMs).toISOString();
    assert.deepEqual(asked(operations.list, fields.since), [undefined, since]);
  });

  it('a locality added later is read from its beginning, at once', async () => {
    state.citizens.set('01', [person(7)]);
    const first = await pull();
    connector.close();
    connect({ localities: ['79', '01'] });
    assert.deepEqual(keysOf(await pull(cursorOf(first))), [number(7)]);
  });

  it('begun again within a list, it goes on with the same list and asks for no other', async () => {
    const [first] = await pull();
    state.requests.length = 0;
    const rest = await pull(first?.cursor);
    assert.deepEqual(keysOf(rest), [3, 4, 5].map(number));
    assert.deepEqual(asked(operations.list, fields.list), []);
    assert.deepEqual(asked(operations.page, fields.page), ['2', '3']);
  });

  it('another page size begins the list anew, since page numbers mean other places', async () => {
    const [first] = await pull();
    connector.close();
    connect({ pageSize: 3 });
    assert.deepEqual(sorted(keysOf(await pull(first?.cursor))), [1, 2, 3, 4, 5].map(number));
  });

  for (const [name, code] of [
    ['expired', undefined],
    ['is not known any more, which is a fault,', unknownList],
  ] as const) {
    it(`a list that ${name} is asked for again, and nothing is lost`, async () => {
      state.forgotten = code ?? state.forgotten;
      const [first] = await pull();
      state.forgetLists();
      const rest = await pull(first?.cursor);
      assert.deepEqual(sorted(keysOf(rest)), [1, 2, 3, 4, 5].map(number));
      const failures = attempts.flatMap((attempt) => attempt.code ?? []);
      assert.deepEqual(failures, code === undefined ? [] : ['soap-client-fault']);
    });
  }

  it('a list that failed is asked for again, but not for ever', async () => {
    state.statuses.push(states.working, states.failed);
    assert.equal(keysOf(await pull()).length, 5);
    state.statuses.push(states.failed, states.failed, states.failed);
    await assert.rejects(pull(), (error) => error instanceof ConnectorError && error.code === 'upstream-error');
    assert.equal(asked(operations.list, fields.province).length, 5);
  });

  it('a list that never gets ready is given up', async () => {
    connector.close();
    connect({ listTimeoutSeconds: 60 });
    state.statuses.push(...Array<string>(100).fill(states.working));
    const ticking = setInterval(() => (now += 10_000), 1);
    try {
      await assert.rejects(pull(), (error) => error instanceof ConnectorError && error.code === 'timeout');
    } finally {
      clearInterval(ticking);
    }
  });

  it('repeats within pages end no list early', async () => {
    state.repeats = 2;
    assert.deepEqual(sorted(keysOf(await pull())), [1, 2, 3, 4, 5].map(number));
  });

  it('an empty locality is read to its end', async () => {
    state.citizens.clear();
    const pages = await pull();
    assert.deepEqual(
      pages.map(({ extractions, lag }) => [extractions, lag]),
      [[[], { events: 0, seconds: 0 }]],
    );
  });

  it('the lag counts the rest of the list, and the time since the last complete round began', async () => {
    const lags = (pages: readonly Page[]) => pages.map(({ lag }) => lag);
    const first = await pull();
    assert.deepEqual(
      lags(first).map(({ events }) => events),
      [3, 1, 0],
    );
    now += 60_000;
    state.citizens.set(
      '79',
      [1, 2, 3].map((index) => ({ ...person(index), changedAt: '2026-03-02T00:00:00+07:00' })),
    );
    assert.deepEqual(lags(await pull(cursorOf(first))), [
      { events: 1, seconds: 60 },
      { events: 0, seconds: 0 },
    ]);
  });

  it('citizens whose number is missing or wrong are kept with their bytes, and stop nobody', async () => {
    const wrong = [{ ...person(1), number: '' }, { ...person(2), number: '0010900000012' }, person(3)];
    state.citizens.set('79', wrong);
    const extractions = (await pull()).flatMap((page) => page.extractions);
    assert.deepEqual(
      extractions.map((extraction) =>
        extraction.ok ? [] : [extraction.body, extraction.faults.map(({ code }) => code)],
      ),
      [[citizen(wrong[0] ?? person(0)), ['missing']], [citizen(wrong[1] ?? person(0)), ['personal-number-format']], []],
    );
  });

  it('a cursor that cannot be understood means the beginning', async () => {
    const nonsense = { locality: 5, page: 'x', readUpTo: null, lastRoundEndedAt: 'now', 'readUpTo:79': 'soon' };
    assert.equal(keysOf(await pull(nonsense)).length, 5);
  });

  it('every request, retries too, has an id of its own', async () => {
    await pull();
    const ids = state.requests.map((request) => request.fields.get(fields.requestId));
    assert.equal(new Set(ids).size, ids.length);
  });

  it('an abort while waiting for a list ends the pull', async () => {
    connector.close();
    connect({ statusMinMs: 60_000, statusMaxMs: 60_000 });
    state.statuses.push(states.working);
    const controller = new AbortController();
    assert.ok(connector.source);
    const next = connector.source.pull(undefined, controller.signal)[Symbol.asyncIterator]().next();
    while (asked(operations.status, fields.list).length === 0) await new Promise((resolve) => setImmediate(resolve));
    setImmediate(() => {
      controller.abort();
    });
    await assert.rejects(next, (error) => error instanceof ConnectorError && error.code === 'aborted');
  });

  it('names are written as the setting says', async () => {
    const query = {
      personalNumber: number(1),
      fullName: ' Nguyễn  Ðình Đức',
      purpose: 'TTHC',
      caseCode: '',
      officer: 'o-2',
    };
    await connector.lookup?.lookup(query, signal);
    connector.close();
    connect({ nameStyle: 'accented' });
    await connector.lookup?.lookup({ ...query, birthDate: '1990' }, signal);
    assert.deepEqual(asked(operations.lookup, fields.name), ['NGUYENDINHDUC', 'NGUYỄN ĐÌNH ĐỨC']);
    assert.deepEqual(asked(operations.lookup, fields.birthDate), [undefined, '<Nam>1990</Nam>']);
    assert.deepEqual(asked(operations.lookup, fields.officer), ['o-2', 'o-2']);
  });

  it('without localities there is nothing to pull', () => {
    connector.close();
    connect({ localities: [] });
    assert.equal(connector.source, undefined);
    assert.ok(connector.lookup);
  });

  it('receiver: tells DTDs, other documents and other encodings from citizens', () => {
    const codes = (body: Buffer) =>
      connector.receiver?.extract('application/xml', body).map((item) => (item.ok ? 'ok' : item.faults[0]?.code));
    const one = citizen(person(1));
    assert.deepEqual(codes(Buffer.from(one)), ['ok']);
    assert.deepEqual(codes(Buffer.from(collection([one, citizen(person(2)), one], ''))), ['ok', 'ok', 'ok']);
    assert.deepEqual(codes(Buffer.from(`<!DOCTYPE a>${one}`)), ['malformed-xml']);
    assert.deepEqual(codes(Buffer.from(one, 'utf16le')), ['malformed-xml']);
    assert.deepEqual(codes(Buffer.from(one.slice(0, -5))), ['malformed-xml']);
    assert.deepEqual(codes(Buffer.from('<html/>')), ['not-a-record']);
  });
});
