/**
 * Floor P: the least that a sealed answer about four people takes, whoever writes it: express, the whole documents of
 * the four in joined reads, each value in the answer with its source and digest, one signature, one record in a joined
 * write that a majority has. Nothing is checked, decided, logged or counted. Prints its port.
 */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import express from 'express';
import mongoose, { type Connection } from 'mongoose';
import { personKeys } from '../../hub/identity/keys.ts';
import { fieldDigest, newSalts } from '../../hub/prefill/digests.ts';
import type { StoredCitizen } from '../../hub/store/schemas.ts';
import { joinReads } from '../../hub/store/joined-reads.ts';
import { joinWrites } from '../../hub/store/joined-writes.ts';
import type { CitizenFields } from '../../mappings/canonical/citizen.ts';
import { pseudonymKey } from './constants.ts';

/** How many values of the one asked for are answered; with two of each relative as many as the largest form has. */
const ownValues = 16;

type Said = { asOf: string; fields: CitizenFields };
type Value = readonly [field: string, value: string, raw: unknown, asOf: string];
type Request = { subject: { personalNumber: string } };

const keyOf = personKeys(pseudonymKey);
const { privateKey } = generateKeyPairSync('ed25519');
const projection = { revision: 1, identifiers: 1, slices: 1, merged: 1 } as const;

async function main(): Promise<void> {
  const [uri = '', database = ''] = process.argv.slice(2);
  const connection = await mongoose.createConnection(uri, { dbName: database }).asPromise();
  const read = reader(connection);
  const record = recorder(connection);
  const app = express();
  app.post('/v1/prefill', express.json(), async (request, response) => {
    const { subject } = request.body as Request;
    const own = await read(keyOf(subject.personalNumber));
    const { father, mother, spouse } = own[0]?.fields ?? {};
    const numbers = [father, mother, spouse].flatMap((relative) => relative?.personalNumber ?? []);
    const relatives = await Promise.all(numbers.map((number) => read(keyOf(number))));
    const id = randomUUID();
    const { fields, seal } = sealed([...ownOf(own), ...relatives.flatMap(namesOf)], id);
    await record(
      { _id: id, at: new Date(), persons: numbers.map((number) => keyOf(number)), disclosed: Object.keys(fields) },
      Infinity,
    );
    response.json({ id, fields, seal });
  });
  const server = app.listen(0, '127.0.0.1', () => {
    process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
  });
}

function reader(connection: Connection): (key: string) => Promise<Said[]> {
  const citizens = connection.collection<StoredCitizen>('citizens');
  const read = joinReads(async (keys) => {
    const found = await citizens
      .find({ _id: { $in: [...keys] } }, { projection, enableUtf8Validation: false })
      .toArray();
    return new Map(found.map(({ _id, slices }) => [_id, slices.map((text) => JSON.parse(text) as Said)] as const));
  });
  return async (key) => (await read(key)) ?? [];
}

function recorder(connection: Connection) {
  const records = connection.collection<{ _id: string }>('records');
  const durable = { writeConcern: { w: 'majority', j: true } } as const;
  const limits = { doing: 'benchmarking prefill', maxGroup: 1000, maxWaiting: 10_000 };
  return joinWrites<{ _id: string } & Record<string, unknown>>(async (items) => {
    await records.insertMany([...items], durable);
  }, limits);
}

function ownOf([said]: readonly Said[]): Value[] {
  if (said === undefined) return [];
  const { asOf } = said;
  return Object.entries(said.fields)
    .slice(0, ownValues)
    .map(([field, raw]) => [field, textOf(raw), raw, asOf]);
}

function namesOf([said]: readonly Said[], relative: number): Value[] {
  const { fullName, birthDate } = said?.fields ?? {};
  if (said === undefined || fullName === undefined || birthDate === undefined) return [];
  return [
    [`name-${relative}`, fullName.text.toLocaleUpperCase('vi'), fullName, said.asOf],
    [`birth-${relative}`, String(birthDate.year), birthDate, said.asOf],
  ];
}

function textOf(raw: unknown): string {
  if (typeof raw === 'string') return raw;
  const parts = raw as { text?: string; detail?: string; code?: string };
  return parts.text ?? parts.detail ?? parts.code ?? '';
}

function sealed(values: readonly Value[], id: string) {
  const salts = newSalts(values.length);
  const fields: Record<string, unknown> = {};
  const digests: Record<string, string> = {};
  for (const [index, [field, value, raw, asOf]] of values.entries()) {
    const seal = salts[index] ?? '';
    const said = { source: 'population', asOf, confidence: 'authoritative', lock: true, rule: 'population' };
    fields[field] = { value, raw, ...said, seal };
    digests[field] = fieldDigest(field, seal, value);
  }
  const claims = Buffer.from(JSON.stringify({ jti: id, fields: digests })).toString('base64url');
  return { fields, seal: `${claims}.${sign(null, Buffer.from(claims), privateKey).toString('base64url')}` };
}

await main();
