/** The API over real HTTP, with the store, Kafka and the outside systems played in memory. */
import { createServer, type Server } from 'node:http';
import type { Extraction, LookupAnswer, LookupQuery, Receiver, SourceRecord } from '../../../../connectors/contract.ts';
import type { Mapping } from '../../../../mappings/contract.ts';
import { HubError } from '../../../../hub/errors.ts';
import { createApi } from '../../../../hub/http/app.ts';
import type { ApiDependencies } from '../../../../hub/http/dependencies.ts';
import { loadForms } from '../../../../hub/http/forms.ts';
import { startHttp } from '../../../../hub/http/server.ts';
import { personKeys } from '../../../../hub/identity/keys.ts';
import { createLog } from '../../../../hub/observability/log.ts';
import { createMetrics } from '../../../../hub/observability/metrics.ts';
import type { Incoming } from '../../../../hub/records/writer.ts';
import type { CitizenView } from '../../../../hub/store/citizens.ts';
import { emptyDesk } from './desk.ts';
import { emptyMemory, prefillSettings, proofIn, type Memory } from './proof.ts';
import { audience, startIssuer, type Issuer } from './issuer.ts';

export type Written = { system: string; extractions: readonly Incoming[]; way: string };

export type TestHub = {
  url: string;
  issuer: Issuer;
  /** Every line logged so far. */
  logged(): string;
  metricsText(): Promise<string>;
  written: Written[];
  lookups: LookupQuery[];
  citizens: Map<string, CitizenView>;
  personKey: (personalNumber: string) => string;
  /** What is on record. */
  memory: Memory;
  close(): Promise<void>;
};

export const { timeBudgetMs } = prefillSettings;
export const maxBodyBytes = 4096;
export const maxRecordBytes = 2048;

/** A system that sends JSON: one record or a list; `number` names the person, `fail` makes the mapping refuse. */
export const receiver: Receiver = {
  contentTypes: ['application/json', 'text/plain'],
  extract(contentType, body) {
    const text = body.toString('utf8');
    try {
      const read: unknown = JSON.parse(text);
      return (Array.isArray(read) ? read : [read]).map((each) => extractOne(contentType, each));
    } catch {
      const faults = [{ path: '', code: 'malformed-json', expected: 'JSON' }];
      return [{ ok: false, contentType, body: text, faults }];
    }
  },
};

function extractOne(contentType: string, read: unknown): Extraction {
  const body = JSON.stringify(read);
  const number = typeof read === 'object' && read !== null && 'number' in read ? read.number : undefined;
  if (typeof number !== 'string') {
    return { ok: false, contentType, body, faults: [{ path: 'number', code: 'missing', expected: 'twelve digits' }] };
  }
  return { ok: true, record: sourceRecord(number, body) };
}

/** A record of a person as a connector cuts it. */
export function sourceRecord(number: string, body = '{}'): SourceRecord {
  return {
    type: 'citizen',
    sourceKey: 'k',
    sourceVersion: 1,
    operation: 'upsert',
    subject: { scheme: 'personal-number', value: number },
    contentType: 'application/json',
    body,
  };
}

const mapping: Mapping = {
  id: 'civil-status',
  version: 1,
  map: ({ body }) =>
    body.includes('"fail"')
      ? {
          ok: false,
          faults: [
            { path: 'kind', code: 'unknown-type', expected: 'birth' },
            { path: 'date', code: 'date-impossible', expected: 'a day' },
          ],
        }
      : { ok: true, record: { personalNumber: '', act: 'state', asOf: '', fields: {} }, warnings: [] },
};

/** A view of a person with a name. */
export function view(key: string, fullName: string, more: CitizenView['merged'] = {}): CitizenView {
  const value = { text: fullName, keys: { exact: '', tone: '', plain: '' } };
  const name = { value, system: 'population', asOf: '2026-01-02', rule: 'test', trusted: true };
  const merged = { fullName: name, ...more };
  const standing = { _id: key, revision: 3, version: 3, identifiers: [], keys: [key] };
  return { ...standing, merged, systems: ['population'], statements: () => [] };
}

export type Behaviour = {
  lookup?: (query: LookupQuery, signal: AbortSignal) => Promise<LookupAnswer>;
  /** Called for each write before it is acknowledged. */
  onWrite?: (written: Written, hub: Pick<TestHub, 'citizens' | 'personKey'>) => Promise<void> | void;
  /** Where other bodies are sent than usual ones. */
  largestBody?: number;
  overrides?: Partial<ApiDependencies>;
};

/** Starts the API. `lookup` absent: no population database is connected. */
export async function startTestHub(behaviour: Behaviour = {}): Promise<TestHub> {
  const issuer = await startIssuer();
  const lines: string[] = [];
  const metrics = createMetrics({ defaults: false });
  const personKey = personKeys('a key of more than thirty-two characters');
  const state = { citizens: new Map<string, CitizenView>(), personKey, written: [] as Written[] };
  const lookups: LookupQuery[] = [];
  const { lookup } = behaviour;
  const memory = emptyMemory();
  const app = createApi({
    ...quietDependencies(issuer, memory, behaviour.largestBody),
    log: createLog('debug', { write: (line) => lines.push(line) }),
    metrics,
    personKeys: personKey,
    citizens: { view: (key) => Promise.resolve(state.citizens.get(key)) },
    writer: {
      async write(system, extractions, way) {
        const written = { system, extractions, way };
        state.written.push(written);
        await behaviour.onWrite?.(written, state);
        return extractions.map((_each, index) => `id-${index}`);
      },
    },
    ...(lookup === undefined
      ? {}
      : {
          lookup: {
            system: 'population',
            source: {
              lookup(query, signal) {
                lookups.push(query);
                return lookup(query, signal);
              },
            },
          },
        }),
    ...behaviour.overrides,
  });
  const server = await startHttp({ app, host: '127.0.0.1', port: 0 });
  return {
    ...state,
    memory,
    url: server.address,
    issuer,
    logged: () => lines.join(''),
    metricsText: () => metrics.registry.metrics(),
    lookups,
    close: async () => {
      await server.close(100);
      await issuer.close();
    },
  };
}

function quietDependencies(issuer: Issuer, memory: Memory, largestBody = maxBodyBytes) {
  const forms = loadForms();
  return {
    ...proofIn(memory, forms),
    now: Date.now,
    configuration: {
      http: { host: '127.0.0.1', port: 0, maxBodyBytes: largestBody },
      auth: { issuer: issuer.issuer, jwksUri: issuer.jwksUri, audience, clockToleranceSeconds: 0 },
      prefill: prefillSettings,
      ingest: { pollIntervalMs: 500, leaseMs: 10_000, maxRecordBytes },
    },
    failures: { list: () => Promise.resolve([]), get: () => Promise.resolve(undefined) },
    replay: {
      one: (id: string) => Promise.resolve({ outcome: 'not-found' as const, id }),
      many: () => Promise.resolve({ matched: 0, replayed: 0 }),
    },
    ledger: { read: () => Promise.resolve([]) },
    identityDesk: emptyDesk(),
    connectorStates: () => [],
    receivers: new Map([['civil-status', receiver]]),
    mappings: new Map([['civil-status', mapping]]),
    forms,
    health: () => ({ ready: true, waiting: [], degraded: [] }),
  };
}

/** Dependencies for an application that is looked at and not called. */
export async function testDependencies(): Promise<ApiDependencies> {
  const issuer = await startIssuer();
  await issuer.close();
  return {
    ...quietDependencies(issuer, emptyMemory()),
    log: () => undefined,
    metrics: createMetrics({ defaults: false }),
    personKeys: (number) => number,
    citizens: { view: () => Promise.resolve(undefined) },
    writer: { write: kafkaIsAway },
  };
}

/** What Kafka being away looks like to a caller of the writer. */
export function kafkaIsAway(): Promise<never> {
  return Promise.reject(new HubError('kafka-unavailable', 'producing a batch'));
}

export type Reply = { status: number; headers: Headers; text: string; body: Record<string, unknown> };

/** A request with a token; objects are sent as JSON. */
export async function send(
  hub: TestHub,
  path: string,
  options: { method?: string; token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Reply> {
  const { body, token } = options;
  const response = await fetch(hub.url + path, {
    method: options.method ?? (body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    ...sent(body, { ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }), ...options.headers }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, text, body: isJson ? parsed(text) : {} };
}

/** Text and bytes as they are, anything else as JSON. */
function sent(body: unknown, headers: Record<string, string>): Pick<RequestInit, 'body' | 'headers'> {
  if (body === undefined) return { headers };
  if (typeof body === 'string' || body instanceof Uint8Array) return { headers, body };
  return { headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

function parsed(text: string): Record<string, unknown> {
  return JSON.parse(text === '' ? '{}' : text) as Record<string, unknown>;
}

/** The code of a problem, from its type. */
export function codeOf({ body }: Reply): string {
  return String(body['type']).replace('https://lienthong.example/problems/', '');
}

/** `path: code` of every fault of a problem. */
export function faultsOf({ body }: Reply): string[] {
  return ((body['errors'] ?? []) as { path: string; code: string }[]).map(({ path, code }) => `${path}: ${code}`);
}

/** A server that does nothing, for what must not be reached. */
export function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server: Server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
