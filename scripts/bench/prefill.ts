/** Prefill requests per second and p99 at 50 connections, beside floor H (express and one findOne), in turn. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon, { type Request, type Result } from 'autocannon';
import mongoose from 'mongoose';
import { newSealKeys } from '../../hub/prefill/new-keys.ts';
import { nodeFlags, pseudonymKey } from './constants.ts';
import { startIssuer, type Issuer } from './issuer.ts';
import { benchRecord, numberOf } from './records.ts';
import { ratios, show, spread } from './statistics.ts';

export type PrefillOptions = {
  kafka: string;
  mongodb: string;
  database: string;
  topicPrefix: string;
  people: number;
  rounds: number;
};

type Side = { url: string; requests: Request[] };

const connections = 50;
const secondsPerRound = 6;
const asked = 2000;

/** Measures both sides on the citizens a normalise run left behind. */
export async function benchPrefill(
  options: PrefillOptions,
  say: (line: string) => void,
): Promise<{ lines: string[]; ratio: number }> {
  const issuer = await startIssuer('urn:lienthong:api');
  const hub = await startHub(options, issuer);
  const floor = await startFloor(options);
  try {
    const sides = { hub: hub.side, floor: floor.side };
    const results: Record<keyof typeof sides, Result[]> = { hub: [], floor: [] };
    await Promise.all(Object.values(sides).map((side) => fire(side, 2)));
    for (let round = 1; round <= options.rounds; round += 1) {
      for (const name of ['hub', 'floor'] as const) {
        const result = await fire(sides[name], secondsPerRound);
        if (result.non2xx + result.errors > 0)
          throw new Error(`benchmarking prefill: the ${name} side answered with errors`);
        results[name].push(result);
        say(`  round ${round} ${name}: ${Math.round(result.requests.average).toLocaleString('en')} requests/s`);
      }
    }
    return report(results);
  } finally {
    hub.child.kill('SIGKILL');
    floor.child.kill('SIGKILL');
    issuer.close();
    rmSync(hub.folder, { recursive: true, force: true });
  }
}

const fire = ({ url, requests }: Side, duration: number): Promise<Result> =>
  autocannon({ url, connections, duration, requests });

const personNumbers = (people: number): string[] =>
  Array.from({ length: Math.min(asked, people) }, (_, index) => numberOf((index * 7919) % people));

async function startHub(
  options: PrefillOptions,
  issuer: Issuer,
): Promise<{ child: ChildProcess; side: Side; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-bench-'));
  const file = join(folder, 'hub.yaml');
  const keysFile = join(folder, 'seal-keys.json');
  writeFileSync(keysFile, newSealKeys(), { mode: 0o600 });
  const settings = {
    roles: ['http'],
    kafka: { brokers: options.kafka, topicPrefix: options.topicPrefix, groupPrefix: options.topicPrefix },
    mongodb: { uri: options.mongodb, database: options.database },
    identity: { pseudonymKey },
    http: { port: 0 },
    ops: { port: 0 },
    auth: { issuer: issuer.issuer, jwksUri: issuer.jwksUri },
    prefill: {
      policies: [{ client: 'portal', purposes: ['TTHC'], forms: ['*'], legalBasis: 'benchmark' }],
      seals: { keysFile },
    },
  };
  writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
  const program = fileURLToPath(new URL('../../hub/main.js', import.meta.url));
  const child = spawn(process.execPath, [...nodeFlags, program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LIENTHONG_CONFIG: file, UV_THREADPOOL_SIZE: '16' },
  });
  const line = await lineWith(child, '"hub.ready"');
  const { address } = JSON.parse(line) as { address: string };
  const headers = { authorization: `Bearer ${issuer.token}`, 'content-type': 'application/json' };
  const requests = personNumbers(options.people).map((personalNumber) => ({
    method: 'POST',
    path: '/v1/prefill',
    headers,
    body: JSON.stringify({ form: 'ct01', subject: { personalNumber }, purpose: 'TTHC', caseCode: 'H29-2026-0001' }),
  }));
  return { child, folder, side: { url: address, requests } };
}

async function startFloor({ mongodb, database, people }: PrefillOptions): Promise<{ child: ChildProcess; side: Side }> {
  const numbers = personNumbers(people);
  const connection = await mongoose.createConnection(mongodb, { dbName: database }).asPromise();
  const collection = connection.collection<{ _id: string; body?: unknown }>('people');
  await collection.deleteMany({});
  await collection.insertMany(numbers.map((_id, index) => ({ _id, body: bodyOf(index) })));
  await connection.close();
  const program = fileURLToPath(new URL('./floor-http.js', import.meta.url));
  const child = spawn(process.execPath, [...nodeFlags, program, mongodb, database], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await lineWith(child, '');
  const requests = numbers.map((number) => ({ method: 'GET', path: `/people/${number}` }));
  return { child, side: { url: `http://127.0.0.1:${port.trim()}`, requests } };
}

/** A record's body: about as much to answer as a form. */
function bodyOf(index: number): unknown {
  const extraction = benchRecord(index, asked);
  return extraction.ok ? JSON.parse(extraction.record.body) : undefined;
}

/** The first line of output that holds `text`; fails if the process ends before. */
function lineWith(child: ChildProcess, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const line = output
        .split('\n')
        .slice(0, -1)
        .find((each) => each.includes(text));
      if (line !== undefined) resolve(line);
    });
    child.on('exit', (code) => reject(new Error(`benchmarking prefill: a server ended with code ${String(code)}`)));
  });
}

function report({ hub, floor }: Record<'hub' | 'floor', Result[]>): { lines: string[]; ratio: number } {
  const rate = (results: Result[]): number[] => results.map(({ requests }) => requests.average);
  const ratio = spread(ratios(rate(hub), rate(floor)));
  const line = (name: string, results: Result[]): string =>
    `${name.padEnd(28)} ${show(spread(rate(results))).padStart(26)} requests/s  p99 ${show(spread(results.map(({ latency }) => latency.p99)))} ms`;
  return {
    ratio: ratio.median,
    lines: [
      line('POST /v1/prefill', hub),
      line('floor H', floor),
      `ratio, pair by pair           ${show(ratio, 2)} (aim: at least 0.8)`,
    ],
  };
}
