/**
 * A world for a test: a sandbox and one or more hubs as processes of their own, on the servers of the test run but
 * under names nobody else uses. Everything is ended and removed by `stop`.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { testCredentials, type SandboxCredentials } from '../../scripts/sandbox/options.ts';
import { newSealKeys } from '../../hub/prefill/new-keys.ts';
import { personKeys, type PersonKeys } from '../../hub/identity/keys.ts';
import { startHub, type Hub, type HubSettings } from './hub.ts';
import { freePorts, host, startProgram, stopServer, temporaryFolder } from './processes.ts';
import { openStore, type Store } from './store.ts';
import { until } from './until.ts';

export type ClientName = 'portal' | 'sector' | 'admin';
export type Answer = { status: number; text: string; json: unknown; headers: Headers };

export type WorldOptions = {
  citizens?: number;
  seed?: number;
  /** Servers other than those of the test run. */
  kafka?: string;
  mongodb?: string;
  /** Localities pulled from the population database; the province of the sandbox if not given. */
  localities?: string[];
  /** Settings of social insurance beside its folder; it is off if not given. */
  socialInsurance?: Record<string, unknown>;
  /** Plays the health system too, on a topic of this world's own. */
  health?: true;
  /** Sections of the hub's configuration, put over the usual ones. */
  settings?: Record<string, unknown>;
};

export type World = {
  sandbox: string;
  kafka: string;
  mongodb: string;
  database: string;
  credentials: SandboxCredentials;
  /** The connectors whose source is read on and on. */
  pulled: readonly string[];
  /** Name of a topic in this world. */
  topic(name: string): string;
  /** The key of a person, by personal number or, with a system, by what that calls them. */
  keyOf: PersonKeys;
  /** Where social insurance delivers. */
  deliveries: string;
  store: Store;
  /** Starts a hub; `settings` are put over those of the world. It may not be ready yet. */
  hub(name: string, settings?: Record<string, unknown>): Promise<Hub>;
  token(client: ClientName): Promise<string>;
  /** A request to the sandbox's own interface; its answer, which must be in the 200s. */
  play(method: string, path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
};

const tokenAnswer = z.object({ access_token: z.string() });

/** Starts the sandbox and opens the store; hubs are started by the test. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const id = `t${randomBytes(5).toString('hex')}`;
  const kafka =
    options.kafka ?? process.env['KAFKA_BROKERS'] ?? assert.fail('KAFKA_BROKERS is not set: npm test sets it');
  const mongodb = options.mongodb ?? process.env['MONGODB_URI'] ?? assert.fail('MONGODB_URI is not set: npm test does');
  const { folder, done } = temporaryFolder();
  const credentials = testCredentials();
  const health =
    options.health === true
      ? { brokers: kafka, topic: `${id}.sector.health`, securityProtocol: 'plaintext' }
      : undefined;
  const sandbox = await startSandbox(folder, credentials, { ...options, ...(health && { topic: health }) });
  const pseudonymKey = randomBytes(32).toString('hex');
  const sealKeys = join(folder, 'seal-keys.json');
  writeFileSync(sealKeys, newSealKeys(), { mode: 0o600 });
  const place = { id, kafka, mongodb, pseudonymKey, sealKeys, sandbox: sandbox.url, deliveries: sandbox.deliveries };
  const settings = hubSettings({ ...place, credentials, health }, options);
  const store = await openStore(mongodb, id);
  const hubs: Hub[] = [];
  const tokens = new Map<ClientName, Promise<string>>();
  return {
    ...{ sandbox: sandbox.url, kafka, mongodb, database: id, credentials, store, pulled: pulledBy(settings) },
    topic: (name) => `${id}.${name}`,
    keyOf: personKeys(pseudonymKey),
    deliveries: sandbox.deliveries,
    async hub(name, more = {}) {
      const hub = await startHub(name, folder, merged(settings, more));
      hubs.push(hub);
      return hub;
    },
    token(client) {
      const token = tokens.get(client) ?? fetchToken(sandbox.url, credentials.clients[client]);
      tokens.set(client, token);
      return token;
    },
    play: (method, path, body) => play(sandbox.url, [method, path], body),
    async stop() {
      for (const hub of hubs) if (hub.alive()) await hub.stop();
      await stopServer(sandbox.server);
      await store.drop();
      await store.close();
      done();
    },
  };
}

type SandboxOptions = Pick<WorldOptions, 'citizens' | 'seed'> & { topic?: { brokers: string; topic: string } };

async function startSandbox(folder: string, credentials: SandboxCredentials, options: SandboxOptions) {
  const { citizens, seed, topic } = options;
  const file = join(folder, 'credentials.json');
  writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
  const [port = 0] = await freePorts(1);
  const env = {
    ...process.env,
    SANDBOX_HOST: host,
    SANDBOX_PORT: String(port),
    SANDBOX_CITIZENS: String(citizens ?? 300),
    SANDBOX_SEED: String(seed ?? 1),
    SANDBOX_CREDENTIALS: file,
    SANDBOX_DATA: join(folder, 'sandbox'),
    ...(topic && { SANDBOX_KAFKA_BROKERS: topic.brokers, SANDBOX_HEALTH_TOPIC: topic.topic }),
  };
  const server = await startProgram('scripts/sandbox/main.js', { log: join(folder, 'sandbox.log'), env });
  const url = `http://${host}:${port}`;
  await until('the sandbox answers', async () => (await fetch(`${url}/samples`)).ok, { timeoutMs: 30_000 });
  return { server, url, deliveries: join(folder, 'sandbox', 'social-insurance') };
}

type Place = {
  id: string;
  kafka: string;
  mongodb: string;
  pseudonymKey: string;
  sealKeys: string;
  sandbox: string;
  deliveries: string;
  credentials: SandboxCredentials;
  health: Record<string, unknown> | undefined;
};

function hubSettings(place: Place, options: WorldOptions): HubSettings {
  const { localities = ['79'], socialInsurance, settings = {} } = options;
  const { id, kafka, mongodb, pseudonymKey, sandbox, health } = place;
  const { population, portal, clients } = place.credentials;
  const usual = {
    kafka: { brokers: kafka, topicPrefix: `${id}.`, groupPrefix: id, options: { 'session.timeout.ms': 6000 } },
    mongodb: { uri: mongodb, database: id },
    identity: { pseudonymKey },
    auth: { issuer: `${sandbox}/oauth`, jwksUri: `${sandbox}/oauth/jwks` },
    prefill: {
      policies: [
        {
          ...{ client: clients.portal.id, purposes: ['TTHC'], forms: ['*'], classes: ['basic', 'sensitive'] },
          ...{ others: true, legalBasis: 'tests' },
        },
      ],
      seals: { keysFile: place.sealKeys },
    },
    logging: { level: 'debug' },
    // The shortest there is: after a crash nobody reads the sources until it has run out.
    ingest: { leaseMs: 1000 },
    connectors: {
      population: { url: `${sandbox}/population`, ...population, officer: 'test', localities },
      'civil-status': {
        baseUrl: `${sandbox}/civil-status`,
        tokenEndpoint: `${sandbox}/oauth/token`,
        clientId: clients.hub.id,
        clientSecret: clients.hub.secret,
        resource: 'urn:sandbox:civil-status',
        scope: 'feed',
        requestsPerSecond: 100,
      },
      ...(socialInsurance && { 'social-insurance': { folder: place.deliveries, ...socialInsurance } }),
      portal: {
        baseUrl: `${sandbox}/dvcqg`,
        username: portal.username,
        password: portal.password,
        destinationCode: portal.dstcode,
        requestsPerSecond: 100,
      },
      ...(health && { health }),
    },
  };
  return merged(usual, settings);
}

function pulledBy({ connectors }: HubSettings): string[] {
  const { population } = connectors;
  const isListed =
    isSection(population) && Array.isArray(population['localities']) && population['localities'].length > 0;
  const others = ['civil-status', 'social-insurance', 'health'].filter((id) => connectors[id] !== undefined);
  return [...(isListed ? ['population'] : []), ...others];
}

/** `over` put over `base`, section by section; null takes a setting away. */
function merged<T extends Record<string, unknown>>(base: T, over: Record<string, unknown>): T {
  const result: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const own = result[name];
    if (value === null) result[name] = undefined;
    else result[name] = isSection(own) && isSection(value) ? merged(own, value) : value;
  }
  return result as T;
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function fetchToken(sandbox: string, { id, secret }: { id: string; secret: string }): Promise<string> {
  const response = await fetch(`${sandbox}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return tokenAnswer.parse(await response.json()).access_token;
}

async function play(sandbox: string, [method, path]: [string, string], body: unknown): Promise<unknown> {
  const response = await fetch(sandbox + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}
