/** What is particular to civil status, against the played one. */
import assert from 'node:assert/strict';
import type { Connector, Cursor, Extraction } from '../../../connectors/contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../../connectors/errors.ts';
import { civilStatusDefinition } from '../../../connectors/sectors/civil-status/definition.ts';
import { make, quick } from '../lib/harness.ts';
import { useNock } from '../../support/nock.ts';
import { keysOf, readAll, sorted } from '../lib/suite.ts';
import { number } from '../lib/systems.ts';
import { playCivilStatus, settings as serverSettings, type PlayedCivilStatus } from './server.ts';
import { event, pageAnswer, type PlayedEvent } from './wire.ts';

const now = Date.parse('2026-03-01T01:00:10Z');

function played(sequence: number, more: Partial<PlayedEvent> = {}): PlayedEvent {
  return { sequence, key: `E-${String(sequence)}`, personalNumber: number(sequence), ...more };
}

function fails(code: ConnectorErrorCode) {
  return (error: unknown) => error instanceof ConnectorError && error.code === code;
}

describe('civil status, played', function () {
  this.timeout(20_000);
  useNock();
  let state: PlayedCivilStatus;
  let connector: Connector;

  beforeEach(() => {
    state = playCivilStatus();
    state.events.push(...[1, 2, 3, 4, 5].map((sequence) => played(sequence)));
    connector = make(civilStatusDefinition, { ...quick, ...serverSettings, pageSize: 2 }, () => now).connector;
  });

  afterEach(() => {
    connector.close();
  });

  const pull = (from?: Cursor) => {
    assert.ok(connector.source);
    return readAll(connector.source, from);
  };
  const receive = (body: string): Extraction[] =>
    connector.receiver?.extract('application/json', Buffer.from(body)) ?? [];
  const faultsOf = (body: string) =>
    receive(body).map((item) => (item.ok ? [] : item.faults.map(({ path, code }) => `${path} ${code}`)));

  it('a record is the entry exactly as received, versioned by its sequence', async () => {
    const [page] = await pull();
    assert.deepEqual(page?.extractions[1], {
      ok: true,
      record: {
        type: 'birth',
        sourceKey: 'E-2',
        sourceVersion: 2,
        operation: 'upsert',
        subject: { scheme: 'personal-number', value: number(2) },
        recordedAt: '2026-03-01T00:00:00.000Z',
        contentType: 'application/json',
        body: event(played(2)),
      },
    });
  });

  it('each kind has its type; an annulment has the key of what it annuls', () => {
    const typeOf = (kind: string, annuls?: string) => {
      const [item] = receive(event(played(1, { kind, ...(annuls === undefined ? {} : { annuls }) })));
      return item?.ok === true ? [item.record.type, item.record.operation, item.record.sourceKey] : item?.faults;
    };
    assert.deepEqual(typeOf('KHAI_TU'), ['death', 'upsert', 'E-1']);
    assert.deepEqual(typeOf('KET_HON'), ['marriage', 'upsert', 'E-1']);
    assert.deepEqual(typeOf('CAI_CHINH_HO_TEN'), ['name-correction', 'upsert', 'E-1']);
    assert.deepEqual(typeOf('HUY_BO', 'E-9'), ['annulment', 'annul', 'E-9']);
    assert.deepEqual(typeOf('Nhận Con/NUÔI'), ['unknown:nh-n-con-nu-i', 'upsert', 'E-1']);
    assert.deepEqual(typeOf('X'.repeat(90)), [`unknown:${'x'.repeat(40)}`, 'upsert', 'E-1']);
  });

  it('what cannot be routed is kept whole, with every fault at once', async () => {
    const broken = '{"soThuTu":3,"maSuKien":"E-3","congDan":{"soDinhDanh":"0010900000012"}}';
    state.events[2] = broken;
    const extraction = (await pull()).flatMap((page) => page.extractions)[2];
    assert.ok(extraction?.ok === false);
    assert.equal(extraction.body, broken);
    assert.deepEqual(
      extraction.faults.map(({ code }) => code),
      ['personal-number-format'],
    );
    assert.deepEqual(faultsOf('{"soThuTu":1.5,"maSuKien":7,"congDan":null}'), [
      ['soThuTu not-a-whole-number', 'maSuKien not-text', 'congDan.soDinhDanh missing'],
    ]);
    assert.deepEqual(faultsOf(`[{"maSuKien":"${'x'.repeat(201)}","congDan":{"soDinhDanh":1}},5]`), [
      ['soThuTu missing', 'maSuKien text-too-long', 'congDan.soDinhDanh not-text'],
      [' not-a-record'],
    ]);
    assert.deepEqual(faultsOf(event(played(1, { kind: 'HUY_BO' }))), [['noiDung.maSuKienBiHuy missing']]);
    assert.deepEqual(faultsOf(event(played(1, { key: 'a\\u0000b' }))), [['maSuKien control-character']]);
  });

  it('receiver: takes one entry, an array, and the feed’s own form', () => {
    const two = [event(played(1)), event(played(2))];
    assert.equal(receive(event(played(1)))[0]?.ok, true);
    assert.equal(receive(`[${two.join()}]`).length, 2);
    assert.equal(receive(pageAnswer(two, 3)).length, 2);
    assert.deepEqual(receive('[]'), []);
    assert.deepEqual(faultsOf('{"suKien":{}}'), [[' not-a-record']]);
    assert.deepEqual(faultsOf('"x"'), [[' not-a-record']]);
    assert.deepEqual(faultsOf('{'), [[' malformed-json']]);
  });

  it('the cursor is the next sequence, whatever the feed says and in whatever order', async () => {
    const orders: ((entries: string[]) => string[])[] = [
      (entries) => [...entries].reverse(),
      (entries) => entries.flatMap((entry) => [entry, entry]),
      (entries) => [event(played(1)), ...entries],
    ];
    const nexts: ((truth: number) => number | undefined)[] = [(truth) => truth, () => undefined, () => 0, () => 9e15];
    for (const disturb of orders) {
      for (const next of nexts) {
        Object.assign(state, { disturb, next: next(1) === 9e15 ? (truth: number) => truth : next });
        const pages = await pull();
        assert.deepEqual(sorted(keysOf(pages)), ['E-1', 'E-2', 'E-3', 'E-4', 'E-5']);
        assert.deepEqual(pages.at(-1)?.cursor, { next: 6 });
      }
    }
  });

  it('a sequence of nonsense leaves nothing out, whether the feed says it or an entry has it', async () => {
    const [nonsense, all] = [9e15, ['E-1', 'E-2', 'E-3', 'E-4', 'E-5']];
    const told = async (next: (truth: number) => number | undefined) => {
      state.next = next;
      const pages = await pull();
      assert.deepEqual(pages.at(-1)?.cursor, { next: 6 });
      return [...new Set(sorted(keysOf(pages)))];
    };
    assert.deepEqual(await told(() => nonsense), all);
    state.events[1] = { ...played(2), sequence: nonsense };
    assert.deepEqual(await told((truth) => truth), all);
    assert.deepEqual(await told(() => undefined), all);
    state.events.push(played(6));
    assert.deepEqual(keysOf(await pull({ next: 6 })), ['E-6']);
  });

  it('a page of nothing but what was read before is an error, not a loop', async () => {
    state.disturb = () => [event(played(1))];
    state.next = () => undefined;
    await assert.rejects(pull({ next: 4 }), fails('malformed-answer'));
  });

  it('an empty page before the head ends the pull and shows in the lag', async () => {
    state.disturb = () => [];
    state.next = () => undefined;
    const pages = await pull({ next: 2 });
    assert.deepEqual(
      pages.map(({ cursor, lag }) => [cursor, lag]),
      [[{ next: 2 }, { events: 4, seconds: 10 }]],
    );
  });

  it('the lag is the distance to the head, and the age of what was read last', async () => {
    state.events[1] = played(2, { recordedAt: '2026-03-01T01:00:07Z' });
    const lags = (await pull()).map(({ lag }) => lag);
    assert.deepEqual(lags, [
      { events: 3, seconds: 3 },
      { events: 1, seconds: 3610 },
      { events: 0, seconds: 0 },
    ]);
  });

  it('entries that came after the head was read are taken and counted', async () => {
    state.disturb = (entries) => {
      if (state.events.length < 9) state.events.push(played(state.events.length + 1));
      return entries;
    };
    assert.equal(sorted(keysOf(await pull())).length, 8);
  });

  it('a feed whose head lies before what was read says so', async () => {
    await assert.rejects(pull({ next: 7 }), fails('source-rewound'));
    assert.deepEqual(keysOf(await pull({ next: 6 })), []);
  });

  it('a token that was revoked is renewed, once', async () => {
    await pull();
    state.revoke();
    assert.equal(keysOf(await pull()).length, 5);
    assert.equal(state.tokens, 2);
  });
});
