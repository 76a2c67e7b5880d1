/** The same contract against the sandbox, over real sockets, and what only a running system can show. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { ConnectorDefinition } from '../../connectors/contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../connectors/errors.ts';
import { populationDefinition } from '../../connectors/population/definition.ts';
import { portalDefinition } from '../../connectors/portal/definition.ts';
import { civilStatusDefinition } from '../../connectors/sectors/civil-status/definition.ts';
import { socialInsuranceDefinition } from '../../connectors/sectors/social-insurance/definition.ts';
import { startSandbox, testCredentials, type Sandbox } from '../../scripts/sandbox/sandbox.ts';
import { make, quick, type World } from './lib/harness.ts';
import '../support/nock.ts';
import { describeContract, keysOf, readAll, sorted } from './lib/suite.ts';
import { caseItem, citizenItem } from './portal/wire.ts';

const credentials = testCredentials();
const dataFolder = mkdtempSync(join(tmpdir(), 'sandbox-contract-'));
let sandbox: Sandbox;

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  assert.ok(response.ok, `${method} ${path}: ${String(response.status)}`);
  return response.json();
}

const stop = async () => {
  await ask('DELETE', '/faults');
};

const person = z.object({
  personalNumber: z.string(),
  fullName: z.string(),
  residence: z.object({ province: z.string().optional() }),
});
const people = z.object({ citizens: z.array(person) });

/** Codes of the province of the sandbox's people: today's, and those of the provinces that became part of it. */
const homeCodes = ['79', '74', '77'];

async function citizensAtHome() {
  const { citizens } = people.parse(await ask('GET', '/citizens?limit=1000'));
  return citizens.filter(({ residence }) => homeCodes.includes(residence.province ?? ''));
}

function populationSettings(more: Record<string, unknown> = {}): Record<string, unknown> {
  const url = `${sandbox.url}/population`;
  const list = { localities: ['79'], pageSize: 25, statusMinMs: 1, statusMaxMs: 5 };
  return { ...quick, ...credentials.population, url, officer: 'hub', ...list, ...more };
}

function civilStatusSettings(more: Record<string, unknown> = {}): Record<string, unknown> {
  const { id: clientId, secret: clientSecret } = credentials.clients.hub;
  const baseUrl = `${sandbox.url}/civil-status`;
  const oauth = { tokenEndpoint: `${sandbox.url}/oauth/token`, resource: 'urn:sandbox:civil-status', scope: 'feed' };
  return { ...quick, ...oauth, clientId, clientSecret, baseUrl, pageSize: 10, ...more };
}

function portalSettings(more: Record<string, unknown> = {}): Record<string, unknown> {
  const { username, password, dstcode: destinationCode } = credentials.portal;
  return { ...quick, baseUrl: `${sandbox.url}/dvcqg`, username, password, destinationCode, ...more };
}

async function population(): Promise<World> {
  const [first, ...rest] = await citizensAtHome();
  assert.ok(first !== undefined);
  const match = { personalNumber: first.personalNumber, fullName: first.fullName, purpose: 'TTHC', caseCode: 'H-1' };
  return {
    settings: populationSettings(),
    sourceKeys: [first, ...rest].map(({ personalNumber }) => personalNumber),
    lookup: {
      match,
      noMatch: [
        { ...match, personalNumber: '000000000001' },
        { ...match, fullName: 'Không Ai' },
      ],
    },
    stop,
  };
}

const feed = z.object({ suKien: z.array(z.looseObject({ maSuKien: z.string() })) });

/** The keys in the feed, read without a connector. */
async function feedKeys(): Promise<string[]> {
  const { id, secret } = credentials.clients.hub;
  const form = { grant_type: 'client_credentials', resource: 'urn:sandbox:civil-status', scope: 'feed' };
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  const body = new URLSearchParams(form);
  const token = await fetch(`${sandbox.url}/oauth/token`, { method: 'POST', headers: { authorization }, body });
  const { access_token: bearer } = z.object({ access_token: z.string() }).parse(await token.json());
  const page = await fetch(`${sandbox.url}/civil-status/v1/events?from=1&limit=500`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  return feed.parse(await page.json()).suKien.map(({ maSuKien }) => maSuKien);
}

async function civilStatus(): Promise<World> {
  return { settings: civilStatusSettings(), sourceKeys: await feedKeys(), stop };
}

const enrolments = z.object({ enrolments: z.array(z.object({ recordNumber: z.string() })) });

async function socialInsurance(): Promise<World> {
  const told = enrolments.parse(await ask('GET', '/social-insurance/enrolments?limit=1000'));
  const sourceKeys = told.enrolments.map(({ recordNumber }) => recordNumber);
  return { settings: { folder: join(dataFolder, 'social-insurance'), pageSize: 10 }, sourceKeys, stop };
}

let pushed = 0;

function portal(): Promise<World> {
  pushed += 1;
  const number = `0010${String(90_000_000 + pushed)}`;
  const sink = {
    good: citizenItem(number, 3, 'Nguyễn Văn A'),
    newer: citizenItem(number, 4, 'Nguyễn Văn A'),
    bad: citizenItem('123', 1, 'Nguyễn Văn B'),
  };
  return Promise.resolve({ settings: portalSettings(), sink, stop });
}

async function withConnector<T>(
  definition: ConnectorDefinition,
  settings: Record<string, unknown>,
  use: (made: ReturnType<typeof make>) => Promise<T>,
  now?: () => number,
): Promise<T> {
  const made = make(definition, settings, now);
  try {
    return await use(made);
  } finally {
    made.connector.close();
  }
}

function fails(code: ConnectorErrorCode) {
  return (error: unknown) => error instanceof ConnectorError && error.code === code;
}

describe('contract against the sandbox', function () {
  this.timeout(20_000);

  before(async () => {
    sandbox = await startSandbox({ citizens: 80, seed: 7, port: 0, credentials, dataFolder });
    await ask('POST', '/events/bulk', { count: 35 });
  });

  after(async () => {
    await sandbox.close();
    rmSync(dataFolder, { recursive: true });
  });

  describe('population', () => {
    describeContract(
      { definition: populationDefinition, start: population },
      { source: true, lookup: true, receiver: true },
    );
  });
  describe('civil-status', () => {
    describeContract({ definition: civilStatusDefinition, start: civilStatus }, { source: true, receiver: true });
  });
  describe('social-insurance', () => {
    describeContract(
      { definition: socialInsuranceDefinition, start: socialInsurance },
      { source: true, receiver: true },
    );
  });
  describe('portal', () => {
    describeContract({ definition: portalDefinition, start: portal }, { sink: true, receiver: true });
  });

  describe('in trouble', () => {
    afterEach(stop);
    const { signal } = new AbortController();
    const patient = { retries: 10, breakerVolume: 10_000, pageSize: 4 };
    const readers = [
      ['population', populationDefinition, populationSettings, population],
      ['civil-status', civilStatusDefinition, civilStatusSettings, civilStatus],
    ] as const;

    for (const [system, definition, settings, start] of readers) {
      it(`${system}: reads everything through errors, spoilt answers, repeats and disorder`, async () => {
        const { sourceKeys } = await start();
        const faults = { system, errorRate: 0.3, malformed: 0.3, duplicates: 0.5, shuffle: true };
        await ask('POST', '/faults', faults);
        await withConnector(definition, settings(patient), async ({ connector, attempts }) => {
          assert.ok(connector.source);
          const pages = await readAll(connector.source);
          assert.deepEqual(sorted(keysOf(pages)), sorted(sourceKeys ?? []));
          assert.ok(keysOf(pages).length > new Set(sourceKeys).size, 'the repeats must have come');
          const codes = new Set(attempts.map(({ code }) => code));
          assert.ok(codes.has('upstream-error') && codes.has('malformed-answer'));
        });
      });

      it(`${system}: an outage is a reset connection, slowness a time-out`, async () => {
        await ask('POST', '/faults', { system, outage: true });
        const once = settings({ retries: 0 });
        await withConnector(definition, once, ({ connector }) =>
          assert.rejects(connector.check(signal), fails('connection-reset')),
        );
        await ask('POST', '/faults', { system, latencyMs: 400 });
        const limit = system === 'population' ? { lookupTimeoutMs: 150 } : { timeoutMs: 150 };
        await withConnector(definition, { ...once, ...limit }, ({ connector }) =>
          assert.rejects(connector.check(signal), fails('timeout')),
        );
      });
    }

    it('population: a clock ten minutes off is told from wrong credentials', async () => {
      const late = () => Date.now() - 600_000;
      await withConnector(
        populationDefinition,
        populationSettings(),
        ({ connector }) => assert.rejects(connector.check(signal), fails('clock-skew')),
        late,
      );
      await withConnector(populationDefinition, populationSettings({ secret: 'other' }), ({ connector }) =>
        assert.rejects(connector.check(signal), fails('wrong-credentials')),
      );
    });

    it('civil-status and portal: wrong credentials are told', async () => {
      await withConnector(civilStatusDefinition, civilStatusSettings({ clientSecret: 'other' }), ({ connector }) =>
        assert.rejects(connector.check(signal), fails('wrong-credentials')),
      );
      await withConnector(civilStatusDefinition, civilStatusSettings({ resource: 'urn:other' }), ({ connector }) =>
        assert.rejects(connector.check(signal), fails('wrong-credentials')),
      );
      await withConnector(portalDefinition, portalSettings({ password: 'other' }), ({ connector }) =>
        assert.rejects(connector.check(signal), fails('wrong-credentials')),
      );
    });

    it('portal: a service that does not exist is a wrong address; cases and citizens go together', async () => {
      const both = [caseItem('H-1', 1), citizenItem('001090123456', 1, 'Nguyễn Văn C')];
      await withConnector(portalDefinition, portalSettings({ caseService: 'Other' }), ({ connector }) =>
        assert.rejects(Promise.resolve(connector.sink?.push(both, signal)), fails('wrong-address')),
      );
      await withConnector(portalDefinition, portalSettings(), async ({ connector }) => {
        const results = await connector.sink?.push(both, signal);
        assert.deepEqual(
          results?.map(({ outcome }) => outcome),
          ['stored', 'stored'],
        );
      });
    });
  });

  it('population: a later round reads only who changed, from the cursor of the round before', async () => {
    const settings = populationSettings({ refreshIntervalSeconds: 0, overlapSeconds: 0 });
    await withConnector(populationDefinition, settings, async ({ connector }) => {
      assert.ok(connector.source);
      const first = await readAll(connector.source);
      const [moved] = await citizensAtHome();
      assert.ok(moved !== undefined);
      const { personalNumber } = moved;
      await ask('POST', '/events', { type: 'move', personalNumber });
      const later = await readAll(connector.source, first.at(-1)?.cursor);
      assert.deepEqual(sorted(keysOf(later)), [personalNumber]);
    });
  });
});
