/** Every fault an outside system can show, on every connector: told apart, retried or not, and never quoted. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type nock from 'nock';
import { connectorErrorDispositions, ConnectorError, type ConnectorErrorCode } from '../../connectors/errors.ts';
import { make, type PlayedSystem } from './lib/harness.ts';
import { useNock } from '../support/nock.ts';
import { until } from './lib/played.ts';
import { canary, playedSystems } from './lib/systems.ts';

type Fault = {
  name: string;
  code: ConnectorErrorCode;
  inject: (call: nock.Interceptor, system: PlayedSystem) => nock.Scope;
  also?: (error: ConnectorError) => void;
  settings?: Record<string, unknown>;
};

const html = `<!DOCTYPE html><html><body>${canary.number}</body></html>`;
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

const faults: readonly Fault[] = [
  { name: 'no connection', code: 'unreachable', inject: (call) => call.replyWithError(failure('ECONNREFUSED')) },
  { name: 'unknown host', code: 'unreachable', inject: (call) => call.replyWithError(failure('ENOTFOUND')) },
  { name: 'broken TLS', code: 'unreachable', inject: (call) => call.replyWithError(failure('CERT_HAS_EXPIRED')) },
  { name: 'reset', code: 'connection-reset', inject: (call) => call.replyWithError(failure('ECONNRESET')) },
  {
    name: 'no answer in time',
    code: 'timeout',
    inject: (call, { goodAnswer }) => call.delay(10_000).reply(200, goodAnswer),
    settings: { timeoutMs: 400 },
  },
  {
    name: '429 with Retry-After in seconds',
    code: 'rate-limited',
    inject: (call) => call.reply(429, canary.number, { 'retry-after': '0' }),
    also: ({ retryAfterMs }) => {
      assert.equal(retryAfterMs, 0);
    },
  },
  {
    name: '429 with Retry-After as a date in the past',
    code: 'rate-limited',
    inject: (call) => call.reply(429, '', { 'retry-after': inSeconds(-5) }),
    also: ({ retryAfterMs }) => {
      assert.equal(retryAfterMs, 0);
    },
  },
  { name: '503', code: 'upstream-error', inject: (call) => call.reply(503, canary.number) },
  { name: '500 with a text', code: 'upstream-error', inject: (call) => call.reply(500, canary.name) },
  { name: 'web page', code: 'html-answer', inject: (call) => call.reply(200, html, { 'content-type': 'text/html' }) },
  {
    name: 'web page of another type',
    code: 'html-answer',
    inject: (call, { contentType }) => call.reply(200, html, { 'content-type': contentType }),
  },
  {
    name: 'web page with 502',
    code: 'html-answer',
    inject: (call) => call.reply(502, html, { 'content-type': 'text/html' }),
  },
  {
    name: 'malformed body',
    code: 'malformed-answer',
    inject: (call, { contentType }) => call.reply(200, `<{${canary.number}`, { 'content-type': contentType }),
  },
  { name: 'empty body', code: 'malformed-answer', inject: (call) => call.reply(200, '') },
  {
    name: 'bytes that are no text',
    code: 'malformed-answer',
    inject: (call) => call.reply(200, Buffer.from([0xff, 0xfe, 0x80])),
  },
  {
    name: 'half a body',
    code: 'malformed-answer',
    inject: (call, { goodAnswer, contentType }) =>
      call.reply(200, goodAnswer.slice(0, goodAnswer.length / 2), { 'content-type': contentType }),
  },
  {
    name: '401',
    code: 'wrong-credentials',
    inject: (call) => call.times(2).reply(401, canary.number, { date: inSeconds(0) }),
  },
  { name: '403', code: 'wrong-credentials', inject: (call) => call.reply(403, '') },
  {
    name: '401 from a system an hour ahead',
    code: 'clock-skew',
    inject: (call) => call.times(2).reply(401, '', { date: inSeconds(3600) }),
  },
  {
    name: '401 from a system an hour behind',
    code: 'clock-skew',
    inject: (call) => call.times(2).reply(401, '', { date: inSeconds(-3600) }),
  },
  { name: '404', code: 'wrong-address', inject: (call) => call.reply(404, html) },
  { name: '405', code: 'wrong-address', inject: (call) => call.reply(405, '') },
  {
    name: 'redirect',
    code: 'wrong-address',
    inject: (call) => call.reply(302, '', { location: 'https://elsewhere.invalid' }),
  },
  { name: '422', code: 'refused', inject: (call) => call.reply(422, canary.number) },
];

function failure(code: string): Error {
  return Object.assign(new Error(`${code} ${canary.number}`), { code });
}

/** Lookups have a time limit of their own. */
function settingsFor({ definition, settings }: PlayedSystem, more: Record<string, unknown>): Record<string, unknown> {
  const lookup = definition.id === 'population' && 'timeoutMs' in more ? { lookupTimeoutMs: more['timeoutMs'] } : {};
  return { ...settings, ...more, ...lookup };
}

/** Makes the system fail as told on its first calls and runs the act; answers the error and the attempts made. */
async function failing(
  system: PlayedSystem,
  { inject, settings }: Pick<Fault, 'inject' | 'settings'>,
  retries: number,
) {
  inject(system.mainCall(), system);
  system.play();
  const { connector, attempts } = make(system.definition, settingsFor(system, { ...settings, retries }));
  try {
    await system.act(connector, new AbortController().signal);
    return { attempts, error: undefined };
  } catch (error) {
    return { attempts, error };
  } finally {
    connector.close();
  }
}

/** Everything a log could show of an error. */
function allText(error: unknown): string {
  return inspect(error, { depth: 20, showHidden: true, getters: true }) + JSON.stringify(error);
}

function assertFault(
  error: unknown,
  fault: { code: ConnectorErrorCode },
  system: PlayedSystem,
): asserts error is ConnectorError {
  assert.ok(error instanceof ConnectorError, String(error));
  assert.equal(error.code, fault.code);
  assert.equal(error.system, system.definition.id);
  assert.match(error.message, /^[a-z ]+ at [a-z-]+: [a-z-]+( \(\d{3}\))?$/);
  const text = allText(error);
  for (const secret of [...system.canaries, 'https://', '.invalid']) {
    assert.ok(!text.includes(secret), `the error shows ${secret}`);
  }
}

for (const system of playedSystems) {
  const transient = faults.filter(({ code }) => connectorErrorDispositions[code] === 'transient');
  const own: Fault[] = system.ownFaults.map(({ name, status, body, code }) => ({
    name,
    code,
    inject: (call) => call.reply(status, body, { 'content-type': system.contentType }),
  }));

  describe(`faults of ${system.definition.id}`, function () {
    this.timeout(20_000);
    useNock();

    for (const fault of [...faults, ...own]) {
      it(`${fault.name}: ${fault.code}`, async () => {
        const { error, attempts } = await failing(system, fault, 0);
        assertFault(error, fault, system);
        fault.also?.(error);
        assert.deepEqual(
          attempts.map(({ code }) => code),
          [fault.code],
        );
      });
    }

    for (const fault of transient) {
      it(`${fault.name}: tried again, and well`, async () => {
        const { error, attempts } = await failing(system, fault, 2);
        assert.equal(error, undefined);
        assert.deepEqual(
          attempts.slice(0, 2).map(({ code }) => code),
          [fault.code, undefined],
        );
        assert.ok(attempts.every(({ seconds }) => seconds >= 0 && seconds < 5));
      });
    }

    it('a pause asked for that is too long is not waited, but passed on', async () => {
      const inject = (call: nock.Interceptor) => call.reply(429, '', { 'retry-after': '60' });
      const { error, attempts } = await failing(system, { inject }, 2);
      assertFault(error, { code: 'rate-limited' }, system);
      assert.equal(error.retryAfterMs, 60_000);
      assert.equal(attempts.length, 1);
    });

    it('an answer over the size limit is malformed', async () => {
      const inject = (call: nock.Interceptor) => call.reply(200, system.goodAnswer.padEnd(5000));
      const { error } = await failing(system, { inject, settings: { maxResponseBytes: 4096 } }, 0);
      assertFault(error, { code: 'malformed-answer' }, system);
    });

    it('a system that keeps failing opens the breaker, which refuses at once and closes again', async () => {
      system.mainCall().times(5).reply(503, '');
      system.play();
      const { connector, attempts } = make(system.definition, { ...system.settings, breakerVolume: 5, retries: 10 });
      const { signal } = new AbortController();
      await assert.rejects(system.act(connector, signal), (error) => {
        assertFault(error, { code: 'breaker-open' }, system);
        return true;
      });
      assert.deepEqual(
        attempts.map(({ code }) => code),
        [...Array<string>(5).fill('upstream-error'), 'breaker-open'],
      );
      assert.equal(connector.breaker, 'open');
      await until(() => connector.breaker !== 'open');
      await system.act(connector, signal);
      assert.equal(connector.breaker, 'closed');
      connector.close();
    });
  });
}
