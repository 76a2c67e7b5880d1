/** A hub as a process of its own, and what can be asked of it. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { freePorts, host, killServer, startProgram, stopServer, type Server } from './processes.ts';
import { until } from './until.ts';

const waiting = z.array(z.object({ what: z.string(), code: z.string(), since: z.string() }));
export const healthSchema = z.object({ ready: z.boolean(), waiting, degraded: waiting });
export type Health = z.infer<typeof healthSchema>;

/** Settings of a hub, as they stand in its configuration file. */
export type HubSettings = Record<string, unknown> & {
  connectors: Record<string, unknown>;
  /** The port of the API, where it has to be known before; a free one if not given. */
  http?: { port: number };
};

export type Hub = {
  api: string;
  ops: string;
  /** Everything it has written so far, all its lives. */
  log(): string;
  /** Whether the process runs. */
  alive(): boolean;
  health(): Promise<Health>;
  /** Whether it answers at all. */
  live(): Promise<boolean>;
  /** The metrics page. */
  metrics(): Promise<string>;
  /** Waits until it says it is ready. */
  ready(timeoutMs?: number): Promise<void>;
  /** Starts it again on the same ports and settings. */
  start(): Promise<void>;
  /** As a crash would. */
  kill(): Promise<void>;
  /** Stops it in whatever it does, without ending it, until it is thawed. */
  freeze(): void;
  thaw(): void;
  /** Asks it to end; gives how it ended. */
  stop(): Promise<string>;
};

/** Configures a hub in `folder` and starts it; it may not be ready yet. */
export async function startHub(name: string, folder: string, settings: HubSettings): Promise<Hub> {
  const [free = 0, ops = 0] = await freePorts(2);
  const api = settings.http?.port ?? free;
  const config = join(folder, `${name}.yaml`);
  const log = join(folder, `${name}.log`);
  writeFileSync(log, '');
  // JSON is YAML.
  writeFileSync(config, JSON.stringify({ ...settings, http: { host, port: api }, ops: { host, port: ops } }));
  const env = environmentOf(config);
  let server: Server = await startProgram('hub/main.js', { log, env });
  const [apiUrl, opsUrl] = [`http://${host}:${api}`, `http://${host}:${ops}`];
  const health = async (): Promise<Health> => {
    const response = await fetch(`${opsUrl}/health/ready`, { signal: AbortSignal.timeout(5000) });
    return healthSchema.parse(await response.json());
  };
  return {
    api: apiUrl,
    ops: opsUrl,
    log: () => readFileSync(log, 'utf8'),
    alive: () => server.ended === undefined,
    health,
    live: async () => (await fetch(`${opsUrl}/health/live`, { signal: AbortSignal.timeout(2000) })).ok,
    metrics: async () => (await fetch(`${opsUrl}/metrics`)).text(),
    async ready(timeoutMs = 30_000) {
      await until(`${name} is ready`, async () => isReady(server, log, await health()), { timeoutMs, everyMs: 50 });
    },
    async start() {
      assert.notEqual(server.ended, undefined, `${name} still runs`);
      server = await startProgram('hub/main.js', { log, env });
    },
    kill: () => killServer(server),
    freeze: () => process.kill(server.pid, 'SIGSTOP'),
    thaw: () => process.kill(server.pid, 'SIGCONT'),
    async stop() {
      await stopServer(server);
      return until(`${name} has ended`, () => server.ended);
    },
  };
}

/** The variables that name the servers of the test run would win over the hub's own file. */
function environmentOf(config: string): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => name !== 'KAFKA_BROKERS' && name !== 'MONGODB_URI');
  return {
    ...Object.fromEntries(others),
    LIENTHONG_CONFIG: config,
    LIENTHONG_ENVIRONMENT: '',
    UV_THREADPOOL_SIZE: '16',
  };
}

function isReady({ ended }: Server, log: string, { ready }: Health): boolean {
  assert.equal(ended, undefined, `the hub ended: ${ended ?? ''}\n${readFileSync(log, 'utf8').slice(-2000)}`);
  return ready;
}

/** One sample of a metrics page, by name and labels; 0 if it is not there. */
export function sample(page: string, name: string, labels: Record<string, string> = {}): number {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const matching = page
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => wanted.every((label) => line.includes(label)));
  return matching.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
