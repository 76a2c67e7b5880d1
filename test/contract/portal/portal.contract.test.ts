/** What is particular to the national portal, against the played one. */
import assert from 'node:assert/strict';
import type { Connector, Extraction, SinkItem } from '../../../connectors/contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../../connectors/errors.ts';
import { portalDefinition } from '../../../connectors/portal/definition.ts';
import { make, quick } from '../lib/harness.ts';
import { useNock } from '../../support/nock.ts';
import { number } from '../lib/systems.ts';
import { playPortal, settings as serverSettings, type PlayedPortal } from './server.ts';
import { caseItem, changedAt, citizenItem, declaration, pushed } from './wire.ts';

function fails(code: ConnectorErrorCode) {
  return (error: unknown) => error instanceof ConnectorError && error.code === code;
}

const settings = { ...quick, ...serverSettings };
const good = (index: number) => citizenItem(number(index), 1, 'Nguyễn Văn A');

describe('portal, played', function () {
  this.timeout(20_000);
  useNock();
  let state: PlayedPortal;
  let connector: Connector;

  beforeEach(() => {
    state = playPortal();
    ({ connector } = make(portalDefinition, settings));
  });

  afterEach(() => {
    connector.close();
  });

  const push = async (items: SinkItem[]) => {
    assert.ok(connector.sink);
    return connector.sink.push(items, new AbortController().signal);
  };
  const outcomes = async (items: SinkItem[]) => (await push(items)).map(({ outcome }) => outcome);

  it('logs in once, however many push at the same time', async () => {
    await Promise.all([1, 2, 3, 4].map((index) => push([good(index)])));
    assert.equal(state.logins, 1);
    assert.equal(state.stored.size, 4);
  });

  it('logs in again when the session died, once for all', async () => {
    await push([good(1)]);
    state.endSessions();
    const results = await Promise.all([2, 3, 4].map((index) => outcomes([good(index)])));
    assert.deepEqual(results.flat(), ['stored', 'stored', 'stored']);
    assert.equal(state.logins, 2);
  });

  it('a session that dies at once is lost, not tried for ever', async () => {
    connector.close();
    ({ connector } = make(portalDefinition, { ...settings, retries: 1 }));
    state.sessionsDieAtOnce = true;
    await assert.rejects(push([good(1)]), fails('session-lost'));
    assert.equal(state.calls, 4);
  });

  it('answers in the order of the items, whatever their kinds', async () => {
    const items = [caseItem('H-1', 1), good(1), { ...good(2), kind: 'other' }, citizenItem(number(3), 1, undefined)];
    assert.deepEqual(await outcomes([...items, caseItem('H-2', 1), good(1)]), [
      'stored',
      'stored',
      'refused',
      'refused',
      'stored',
      'duplicate',
    ]);
    assert.equal(state.calls, 2);
  });

  it('sends at most a hundred items in a call', async () => {
    const items = Array.from({ length: 201 }, (_, index) => good(index));
    assert.deepEqual(new Set(await outcomes(items)), new Set(['stored']));
    assert.equal(state.calls, 3);
    assert.equal(connector.sink?.maxBatch, 100);
  });

  it('a refusal names the field, and nothing else of what the portal wrote', async () => {
    const [result] = await push([citizenItem('079090000123', 1, undefined)]);
    assert.deepEqual(result, {
      outcome: 'refused',
      faults: [{ path: 'HoVaTen', code: 'refused', expected: 'what the portal’s rules for this item ask' }],
    });
    state.refusal = 'mã 079090000123 lạ';
    const [other] = await push([citizenItem('079090000123', 1, undefined)]);
    assert.ok(other?.outcome === 'refused');
    assert.deepEqual(
      other.faults.map(({ path }) => path),
      [''],
    );
    assert.ok(!JSON.stringify(other).includes('079090000123'));
  });

  it('codes are settings: what they mean can be said otherwise', async () => {
    connector.close();
    const errorCodes = { stored: '2', refused: '0' };
    ({ connector } = make(portalDefinition, { ...settings, errorCodes }));
    assert.deepEqual(await outcomes([good(1), citizenItem(number(2), 1, undefined)]), ['refused', 'stored']);
  });

  it('an item code nobody knows counts as not stored', async () => {
    connector.close();
    ({ connector } = make(portalDefinition, { ...settings, errorCodes: { stored: '9' } }));
    const [result] = await push([good(1)]);
    assert.ok(result?.outcome === 'refused');
    assert.equal(result.faults[0]?.code, 'unknown-answer');
  });

  it('check: logs in anew, and tells a wrong password', async () => {
    const { signal } = new AbortController();
    await connector.check(signal);
    await connector.check(signal);
    assert.equal(state.logins, 2);
    connector.close();
    ({ connector } = make(portalDefinition, { ...settings, password: 'other' }));
    await assert.rejects(connector.check(signal), fails('wrong-credentials'));
  });

  describe('receiver', () => {
    const now = Date.parse('2026-03-01T01:00:00Z');
    const receive = (message: string): Extraction[] => {
      const { connector: receiving } = make(portalDefinition, settings, () => now);
      receiving.close();
      return receiving.receiver?.extract('application/json', Buffer.from(message)) ?? [];
    };
    const faultsOf = (message: string) =>
      receive(message).map((item) => (item.ok ? [] : item.faults.map(({ path, code }) => `${path} ${code}`)));

    it('a record is what was declared exactly as received, of whose card it is', () => {
      const body = declaration(number(1), changedAt);
      assert.deepEqual(receive(body), [
        {
          ok: true,
          record: {
            type: 'declaration',
            sourceKey: number(1),
            sourceVersion: Date.parse('2026-02-01T03:00:00Z'),
            operation: 'upsert',
            subject: { scheme: 'personal-number', value: number(1) },
            recordedAt: '2026-02-01T03:00:00.000Z',
            contentType: 'application/json',
            body,
          },
        },
      ]);
    });

    it('who has an old card only is whom the portal knows by it', () => {
      const [extraction] = receive(declaration(' 024123456'));
      assert.ok(extraction?.ok);
      const { subject, sourceKey, sourceVersion } = extraction.record;
      assert.deepEqual([subject.scheme, subject.value, sourceKey], ['source-person', '024123456', '024123456']);
      assert.equal(sourceVersion, now);
    });

    it('takes one, an array, and the form of the portal’s own calls', () => {
      const two = [declaration(number(1)), declaration(number(2))];
      for (const message of [`[${two.join(' , ')}]`, pushed(`[${two.join()} ]`)]) {
        assert.deepEqual(receive(message).map((item) => (item.ok ? item.record.body : '')), two); // prettier-ignore
      }
      assert.equal(receive(declaration(number(1))).length, 1);
      assert.deepEqual(receive('[]'), []);
    });

    it('keeps what it cannot route, and says why', () => {
      assert.deepEqual(faultsOf(declaration('12345678')), [['SoCMND card-number-format']]);
      assert.deepEqual(faultsOf('[{},{"SoCMND":24123456},7]'), [
        ['SoCMND missing'],
        ['SoCMND card-number-format'],
        [' not-a-record'],
      ]);
      assert.deepEqual(faultsOf('{'), [[' malformed-json']]);
      assert.deepEqual(faultsOf('1'), [[' not-a-record']]);
      assert.deepEqual(faultsOf('{"data":{}}'), [[' not-a-record']]);
    });
  });
});
