import assert from 'node:assert/strict';
import { ConnectorError, connectorErrorDispositions, type ConnectorErrorCode } from '../../../connectors/errors.ts';
import { makeGuard, type Guard } from '../../../connectors/lib/resilience.ts';
import { resilienceSettings } from '../../../connectors/lib/settings.ts';

type Told = ConnectorErrorCode | undefined;

function error(code: ConnectorErrorCode, retryAfterMs?: number): ConnectorError {
  return new ConnectorError(code, {
    system: 'test',
    operation: 'trying',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function fails(code: ConnectorErrorCode) {
  return (caught: unknown) => caught instanceof ConnectorError && caught.code === code;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('guard', function () {
  this.timeout(20_000);
  const { signal } = new AbortController();
  let guard: Guard;
  let told: Told[];
  let waits: number[];

  function begin(settings: Record<string, number> = {}): void {
    told = [];
    waits = [];
    guard = makeGuard({
      system: 'test',
      settings: resilienceSettings.parse({ requestsPerSecond: 10_000, retryMinMs: 1, breakerResetMs: 20, ...settings }),
      onAttempt: ({ code }) => told.push(code),
      random: () => {
        waits.push(performance.now());
        return 0;
      },
    });
  }

  afterEach(() => {
    guard.close();
  });

  it('answers what the attempt answers, and tells of it', async () => {
    begin();
    assert.equal(await guard.run('trying', signal, () => Promise.resolve(5)), 5);
    assert.deepEqual(told, [undefined]);
  });

  it('repeats a transient failure as often as the settings say, then passes the last error on', async () => {
    begin({ retries: 2 });
    await assert.rejects(
      guard.run('trying', signal, () => Promise.reject(error('timeout'))),
      fails('timeout'),
    );
    assert.deepEqual(told, ['timeout', 'timeout', 'timeout']);
  });

  it('repeats no permanent and no configuration error, and none of them opens the breaker', async () => {
    const codes = Object.keys(connectorErrorDispositions) as ConnectorErrorCode[];
    const final = codes.filter((code) => connectorErrorDispositions[code] !== 'transient');
    assert.ok(final.length >= 5);
    begin({ breakerVolume: 5 });
    for (const code of [...final, ...final]) {
      await assert.rejects(
        guard.run('trying', signal, () => Promise.reject(error(code))),
        fails(code),
      );
    }
    assert.deepEqual(told, [...final, ...final]);
    assert.equal(guard.breaker, 'closed');
  });

  it('one failure does not open the breaker; as many as the volume do, and then nothing is called or waited for', async () => {
    begin({ breakerVolume: 5, retries: 0 });
    const fail = () => guard.run('trying', signal, () => Promise.reject(error('upstream-error')));
    for (let count = 1; count <= 5; count += 1) {
      assert.equal(guard.breaker, 'closed');
      await assert.rejects(fail(), fails('upstream-error'));
    }
    assert.equal(guard.breaker, 'open');
    let called = false;
    const call = () => {
      called = true;
      return Promise.resolve();
    };
    await assert.rejects(guard.run('trying', signal, call), fails('breaker-open'));
    assert.equal(called, false);
    assert.deepEqual([told.length, told.at(-1)], [6, 'breaker-open']);
  });

  async function open(): Promise<void> {
    begin({ breakerVolume: 5, retries: 10 });
    await assert.rejects(
      guard.run('trying', signal, () => Promise.reject(error('timeout'))),
      fails('breaker-open'),
    );
    assert.equal(told.length, 6, 'an open breaker must not burn retries');
    await until(() => guard.breaker === 'half-open');
  }

  it('half open, a success closes it', async () => {
    await open();
    await guard.run('trying', signal, () => Promise.resolve());
    assert.equal(guard.breaker, 'closed');
  });

  it('half open, a refusal closes it too: the system is there again', async () => {
    await open();
    await assert.rejects(
      guard.run('trying', signal, () => Promise.reject(error('refused'))),
      fails('refused'),
    );
    assert.equal(guard.breaker, 'closed');
  });

  it('half open, an attempt that was given up proves nothing and does not close it', async () => {
    await open();
    const controller = new AbortController();
    const run = guard.run('trying', controller.signal, () => {
      controller.abort();
      return Promise.reject(error('aborted'));
    });
    await assert.rejects(run, fails('aborted'));
    await until(() => told.length === 7);
    assert.notEqual(guard.breaker, 'closed');
  });

  it('calls given up do not open it', async () => {
    begin({ breakerVolume: 5 });
    for (let count = 0; count < 10; count += 1) {
      await assert.rejects(
        guard.run('trying', signal, () => Promise.reject(error('aborted'))),
        fails('aborted'),
      );
    }
    assert.equal(guard.breaker, 'closed');
    assert.equal(told.length, 10);
  });

  it('waits as long as the system asks before it tries again', async () => {
    begin({ retries: 1 });
    const starts: number[] = [];
    const run = guard.run('trying', signal, () => {
      starts.push(performance.now());
      return starts.length === 1 ? Promise.reject(error('rate-limited', 50)) : Promise.resolve();
    });
    await run;
    assert.ok((starts[1] ?? 0) - (starts[0] ?? 0) >= 49);
  });

  function beginWith(random: number, settings: Record<string, number>): number[] {
    const times: number[] = [];
    guard = makeGuard({
      system: 'test',
      settings: resilienceSettings.parse({ requestsPerSecond: 10_000, breakerVolume: 100, ...settings }),
      onAttempt: () => times.push(performance.now()),
      random: () => random,
    });
    return times;
  }

  it('waits between nothing and a bound that doubles, up to the longest pause', async () => {
    const fail = () => guard.run('trying', signal, () => Promise.reject(error('timeout')));
    // A minute would not pass within the time of a test.
    const none = beginWith(0, { retries: 2, retryMinMs: 60_000, retryMaxMs: 60_000 });
    await assert.rejects(fail(), fails('timeout'));
    assert.equal(none.length, 3);
    guard.close();

    const times = beginWith(1, { retries: 10, retryMinMs: 20, retryMaxMs: 50 });
    const start = performance.now();
    await assert.rejects(fail(), fails('timeout'));
    const [first = NaN, second = NaN, third = NaN, fourth = NaN] = times;
    assert.ok(second - first >= 19 && third - second >= 39 && fourth - third >= 49);
    assert.equal(times.length, 11);
    assert.ok(performance.now() - start < 15_000, 'unbounded, the pauses would take over twenty seconds');
  });

  it('ends promptly when the signal fires during a pause, an attempt or the wait for its turn', async () => {
    begin({ retryMinMs: 60_000, retryMaxMs: 60_000 });
    const pausing = new AbortController();
    const run = guard.run('trying', pausing.signal, () => Promise.reject(error('rate-limited', 9000)));
    await until(() => waits.length === 1);
    pausing.abort();
    await assert.rejects(run, fails('aborted'));

    const trying = AbortSignal.timeout(5);
    await assert.rejects(
      guard.run('trying', trying, () => new Promise(() => undefined)),
      fails('aborted'),
    );
    guard.close();

    begin({ requestsPerSecond: 1 });
    await guard.run('trying', signal, () => Promise.resolve());
    let called = false;
    const queued = guard.run('trying', AbortSignal.timeout(5), () => {
      called = true;
      return Promise.resolve();
    });
    await assert.rejects(queued, fails('aborted'));
    assert.equal(called, false);
  });

  it('does not let calls queue without end: beyond five seconds of the rate they are refused at once', async () => {
    begin({ requestsPerSecond: 1 });
    const controller = new AbortController();
    const all = Array.from({ length: 8 }, () => guard.run('trying', controller.signal, () => Promise.resolve()));
    const settled = Promise.allSettled(all);
    await until(() => told.includes('rate-limited') && told.includes(undefined));
    controller.abort();
    const codes = (await settled).map((result) => {
      const reason: unknown = result.status === 'rejected' ? result.reason : undefined;
      return reason instanceof ConnectorError ? reason.code : result.status;
    });
    assert.equal(codes[0], 'fulfilled');
    assert.deepEqual(codes.slice(1, 6), Array(5).fill('aborted'));
    assert.deepEqual(codes.slice(6), ['rate-limited', 'rate-limited']);
  });

  it('keeps to the rate', async () => {
    begin({ requestsPerSecond: 5 });
    const start = performance.now();
    await Promise.all(Array.from({ length: 6 }, () => guard.run('trying', signal, () => Promise.resolve())));
    assert.ok(performance.now() - start >= 900);
  });

  it('makes a ConnectorError of anything else, without its text', async () => {
    begin({ retries: 0 });
    await assert.rejects(
      guard.run('trying', signal, () => Promise.reject(new TypeError('secret 079090000123'))),
      (caught) => {
        assert.ok(caught instanceof ConnectorError && caught.cause instanceof Error);
        assert.equal(caught.cause.message, 'TypeError');
        return caught.code === 'malformed-answer';
      },
    );
  });

  it('closed, calls that wait for their turn are given up at once', async () => {
    begin({ requestsPerSecond: 1 });
    await guard.run('trying', signal, () => Promise.resolve());
    const queued = guard.run('trying', signal, () => Promise.resolve());
    guard.close();
    await assert.rejects(queued, fails('aborted'));
  });

  it('closed, it answers that the call was given up', async () => {
    begin();
    guard.close();
    await assert.rejects(
      guard.run('trying', signal, () => Promise.resolve()),
      fails('aborted'),
    );
  });
});
