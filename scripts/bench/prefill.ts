/**
 * Prefill requests per second and latency at 50 connections, beside floor H (express and one findOne), in turn; and what
 * is the least an answer like the largest takes (floor P), beside floor H as well.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon, { type Client, type Request, type Result } from 'autocannon';
import mongoose from 'mongoose';
import { z } from 'zod';
import { personKeys } from '../../hub/identity/keys.ts';
import { newSealKeys } from '../../hub/prefill/new-keys.ts';
import { pseudonymKey } from './constants.ts';
import { startIssuer, type Issuer } from './issuer.ts';
import { loadPeople } from './people.ts';
import { benchRecord, numberOf } from './records.ts';
import { sealMicros } from './seals.ts';
import { startServer, type MeasuredServer } from './servers.ts';
import { ratios, show, spread } from './statistics.ts';

export type PrefillOptions = { kafka: string; mongodb: string; people: number; rounds: number };

/** One kind of question to one server. */
type Side = { server: MeasuredServer; url: string; requests: Request[] };
type Measured = { perSecond: number; p50: number; p99: number; cpuMicros: number; refused: number };
/** A side in one round, and floor H right after it. */
type Pair = { side: Measured; floor: Measured };

const sideNames = ['full', 'ct01', 'down', 'least'] as const;
const connections = 50;
const secondsPerRound = 6;
/** How many different people are asked for. */
const asked = 20_000;
/** One in so many is, where the population database is wanted, not held from it. */
const oneIn = 10;
/** With the most fields there are, from the records of four people. */
const largestForm = 'criminal-record-certificate';

/** Measures every side beside the floor, on a store of its own. */
export async function benchPrefill(options: PrefillOptions, say: (line: string) => void): Promise<string[]> {
  const database = `bench-prefill-${Date.now().toString(36)}`;
  await load(options, database, say);
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-bench-'));
  const issuer = await startIssuer('urn:lienthong:api');
  const servers: MeasuredServer[] = [];
  try {
    const hub = await startHub({ options, database, issuer, folder });
    servers.push(hub);
    const floorArgs = { args: [options.mongodb, database], readyText: '' };
    const floorServer = await startServer(new URL('./floor-http.js', import.meta.url), floorArgs);
    servers.push(floorServer);
    const leastServer = await startServer(new URL('./floor-prefill.js', import.meta.url), floorArgs);
    servers.push(leastServer);
    const sides = sidesOf({ hub, least: leastServer }, issuer, options.people);
    const floor = floorSide(floorServer, options.people);
    const valued = await filledFields(sides.full);
    say(`  ${largestForm}: ${valued} fields are filled for the first who is asked for`);
    const pairs = await measure({ sides, floor, rounds: options.rounds }, say);
    return report(pairs, spread(await sealMicros(valued)).median);
  } finally {
    for (const server of servers) server.end();
    issuer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function load({ mongodb, people }: PrefillOptions, database: string, say: (line: string) => void): Promise<void> {
  const began = performance.now();
  const population = {
    people,
    strangers: Math.ceil(Math.min(asked, people) / oneIn),
    personKeys: personKeys(pseudonymKey),
  };
  await loadPeople({ uri: mongodb, database }, population);
  await loadFloor(mongodb, database, people);
  say(`  loaded in ${((performance.now() - began) / 1000).toFixed(0)} s`);
}

type Sides = ReturnType<typeof sidesOf>;

/** The hub's population database is down all along; those of `full` and `ct01` are held from it, so nobody notices. */
function sidesOf(servers: { hub: MeasuredServer; least: MeasuredServer }, issuer: Issuer, people: number) {
  const { address } = z.object({ address: z.string() }).parse(JSON.parse(servers.hub.line));
  const numbers = askedNumbers(people);
  const some = numbers.map((number, index) => (index % oneIn === 0 ? numberOf(people + index / oneIn) : number));
  const side = (form: string, whom: readonly string[]): Side => ({
    server: servers.hub,
    url: address,
    requests: whom.map((personalNumber) => prefillRequest(form, personalNumber, issuer)),
  });
  const full = side(largestForm, numbers);
  const least: Side = { ...full, server: servers.least, url: localAddress(servers.least) };
  return { full, ct01: side('ct01', numbers), down: side(largestForm, some), least };
}

function prefillRequest(form: string, personalNumber: string, { token }: Issuer): Request {
  return {
    method: 'POST',
    path: '/v1/prefill',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ form, subject: { personalNumber }, purpose: 'TTHC', caseCode: 'H29-2026-0001' }),
  };
}

/** Of a floor, which prints its port. */
function localAddress({ line }: MeasuredServer): string {
  return `http://127.0.0.1:${line.trim()}`;
}

function floorSide(server: MeasuredServer, people: number): Side {
  const requests = askedNumbers(people).map((number) => ({ method: 'GET', path: `/people/${number}` }));
  return { server, url: localAddress(server), requests };
}

/** Spread over the whole store. */
function askedNumbers(people: number): string[] {
  return Array.from({ length: Math.min(asked, people) }, (_, index) => numberOf((index * 7919) % people));
}

async function filledFields({ url, requests: [first] }: Side): Promise<number> {
  if (first === undefined) throw new Error('benchmarking prefill: nobody is asked for');
  const { method, path, headers = {}, body = '' } = first;
  const response = await fetch(`${url}${path}`, { method, headers, body });
  const { fields } = z.object({ fields: z.record(z.string(), z.looseObject({})) }).parse(await response.json());
  return Object.values(fields).filter((field) => !('reason' in field)).length;
}

async function measure(
  { sides, floor, rounds }: { sides: Sides; floor: Side; rounds: number },
  say: (line: string) => void,
): Promise<Record<keyof Sides, Pair[]>> {
  const pairs: Record<keyof Sides, Pair[]> = { full: [], ct01: [], down: [], least: [] };
  for (const [name, side] of Object.entries({ ...sides, floor })) {
    // While the breaker is still closed an answer may come too late to be put on record, so these do not count.
    const { refused } = await fire(side, 3);
    if (refused > 0) say(`  warming up, ${name}: ${refused} requests were not answered`);
  }
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of sideNames) {
      const pair: Pair = { side: await fire(sides[name], secondsPerRound), floor: await fire(floor, secondsPerRound) };
      if (pair.side.refused + pair.floor.refused > 0)
        throw new Error(`benchmarking prefill: a side answered ${name} with errors`);
      pairs[name].push(pair);
      const figures = [pair.side, pair.floor].map(
        ({ perSecond, p99, cpuMicros }) => `${perSecond.toFixed(0)}/s p99 ${p99} ms CPU ${cpuMicros.toFixed(0)} us`,
      );
      say(`  round ${round} ${name}: ${figures.join(', floor ')}`);
    }
  }
  return pairs;
}

async function fire({ server, url, requests }: Side, duration: number): Promise<Measured> {
  const before = await server.cpuMicros();
  // Every connection asks for people of its own: asking for the same at once would be answered by one read.
  const each = requests.length / connections;
  let next = 0;
  const setupClient = (client: Client): void => {
    client.setRequests(requests.slice(next * each, (next + 1) * each));
    next += 1;
  };
  const result: Result = await autocannon({ url, connections, duration, setupClient });
  const used = (await server.cpuMicros()) - before;
  const refused = result.non2xx + result.errors + result.timeouts;
  const { average, total } = result.requests;
  return { perSecond: average, p50: result.latency.p50, p99: result.latency.p99, cpuMicros: used / total, refused };
}

type HubOptions = { options: PrefillOptions; database: string; issuer: Issuer; folder: string };

function startHub({ options, database, issuer, folder }: HubOptions): Promise<MeasuredServer> {
  const file = join(folder, 'hub.yaml');
  const keysFile = join(folder, 'seal-keys.json');
  writeFileSync(keysFile, newSealKeys(), { mode: 0o600 });
  const topicPrefix = `${database}.`;
  const everything = { forms: ['*'], classes: ['basic', 'sensitive'], people: ['*'] };
  const settings = {
    roles: ['http'],
    kafka: { brokers: options.kafka, topicPrefix, groupPrefix: topicPrefix },
    mongodb: { uri: options.mongodb, database },
    identity: { pseudonymKey },
    http: { port: 0 },
    ops: { port: 0 },
    auth: { issuer: issuer.issuer, jwksUri: issuer.jwksUri },
    connectors: { population: deadPopulation },
    prefill: {
      policies: [{ client: 'portal', purposes: ['TTHC'], ...everything, legalBasis: 'benchmark' }],
      seals: { keysFile },
    },
  };
  writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
  const env = { LIENTHONG_CONFIG: file, UV_THREADPOOL_SIZE: '16' };
  return startServer(new URL('../../hub/main.js', import.meta.url), { env, readyText: '"hub.ready"' });
}

/** Nobody listens at port 9 (discard). */
const deadPopulation = {
  ...{ url: 'http://127.0.0.1:9/', user: 'bench', secret: 'bench', apiKey: 'bench' },
  ...{ xRoadClient: 'bench', officer: 'bench' },
};

async function loadFloor(mongodb: string, database: string, people: number): Promise<void> {
  const connection = await mongoose.createConnection(mongodb, { dbName: database }).asPromise();
  const collection = connection.collection<{ _id: string; body?: unknown }>('people');
  await collection.insertMany(askedNumbers(people).map((_id, index) => ({ _id, body: bodyOf(index) })));
  await connection.close();
}

/** A record's body: about 1 KB to answer. */
function bodyOf(index: number): unknown {
  const extraction = benchRecord(index, asked);
  return extraction.ok ? JSON.parse(extraction.record.body) : undefined;
}

function report(pairs: Record<keyof Sides, Pair[]>, sealing: number): string[] {
  const titles: Record<keyof Sides, string> = {
    full: largestForm,
    ct01: 'ct01',
    down: 'the first, one in ten looked up in vain',
    least: 'the least an answer like it takes',
  };
  const lines = sideNames.flatMap((name) => {
    const found = pairs[name];
    const own = found.map((pair) => pair.side);
    const floor = found.map((pair) => pair.floor);
    const ratio = (of: (each: Measured) => number): string => show(spread(ratios(own.map(of), floor.map(of))), 2);
    return [
      describe(titles[name], own),
      describe('  floor H, in turn', floor),
      `  ratio, pair by pair: requests ${ratio((each) => each.perSecond)} (aim: at least 1), p99 ${ratio((each) => each.p99)} (aim: at most 2)`,
    ];
  });
  const perAnswer = spread(pairs.full.map(({ side }) => side.cpuMicros)).median;
  const share = ((100 * sealing) / perAnswer).toFixed(0);
  return [...lines, `sealing ${largestForm}: ${sealing.toFixed(0)} us of the processor, ${share} % of its answer`];
}

function describe(name: string, measured: readonly Measured[]): string {
  const figure = (of: (each: Measured) => number): string => show(spread(measured.map(of)));
  const latency = `p50 ${figure((each) => each.p50)} ms  p99 ${figure((each) => each.p99)} ms`;
  return `${name.padEnd(40)} ${figure((each) => each.perSecond)} requests/s  ${latency}  CPU ${figure((each) => each.cpuMicros)} us/request`;
}
