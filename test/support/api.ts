/** The hub's API, and the sandbox's own interface, as a client calls them. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Hub } from './hub.ts';
import { until, type UntilOptions } from './until.ts';
import type { Answer, ClientName, World } from './world.ts';

export type CallOptions = {
  as?: ClientName;
  /** JSON unless it is bytes. */
  body?: unknown;
  headers?: Record<string, string>;
};

/** One request; without `as` it carries no token. */
export async function call(
  at: { world: World; hub: Hub },
  [method, path]: [method: string, path: string],
  { as, body, headers = {} }: CallOptions = {},
): Promise<Answer> {
  const init = {
    method,
    headers: { ...contentType(body), ...(as && { authorization: `Bearer ${await at.world.token(as)}` }), ...headers },
    body: Buffer.isBuffer(body) ? new Uint8Array(body) : body === undefined ? null : JSON.stringify(body),
  };
  const response = await fetch(at.hub.api + path, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, text, json: isJson ? JSON.parse(text) : undefined, headers: response.headers };
}

function contentType(body: unknown): Record<string, string> {
  return body === undefined ? {} : { 'content-type': 'application/json' };
}

const filled = z.object({ value: z.string(), source: z.string(), asOf: z.string() });
const unfilled = z.object({ reason: z.string(), since: z.string().optional() });
export const prefillAnswer = z.object({
  subject: z.object({ known: z.boolean(), status: z.string().optional() }),
  revision: z.number().optional(),
  fields: z.record(z.string(), z.union([filled, unfilled])),
});
export type Prefill = z.infer<typeof prefillAnswer>;

/** Form ct01 for one citizen. */
export async function prefill(at: { world: World; hub: Hub }, personalNumber: string): Promise<Prefill> {
  const body = { form: 'ct01', subject: { personalNumber }, purpose: 'TTHC', caseCode: 'H29.1-000001' };
  const answer = await call(at, ['POST', '/v1/prefill'], { as: 'portal', body });
  assert.equal(answer.status, 200, answer.text);
  return prefillAnswer.parse(answer.json);
}

/** The value of a field; undefined if it has none. */
export function valueOf(answer: Prefill, field: string): string | undefined {
  const found = answer.fields[field];
  return found !== undefined && 'value' in found ? found.value : undefined;
}

/** The name in a prefilled form. */
export function nameIn(answer: Prefill): string | undefined {
  return valueOf(answer, 'fullName');
}

const books = z.object({
  received: z.number().nullable(),
  applied: z.number(),
  superseded: z.number(),
  failed: z.number(),
  lag: z.number().nullable(),
});
const pipelineAnswer = z.object({
  topics: z.array(books.extend({ topic: z.string(), partitions: z.number() })),
  totals: books,
  connectors: z.array(
    z.object({
      ...{ id: z.string(), breaker: z.string(), lagEvents: z.number().nullable() },
      lastError: z.object({ code: z.string(), delivery: z.number().optional() }).optional(),
    }),
  ),
});
export type Pipeline = z.infer<typeof pipelineAnswer>;

/** The books as an administrator reads them. */
export async function pipeline(at: { world: World; hub: Hub }): Promise<Pipeline> {
  const answer = await call(at, ['GET', '/v1/pipeline'], { as: 'admin' });
  assert.equal(answer.status, 200, answer.text);
  return pipelineAnswer.parse(answer.json);
}

/**
 * Waits until all that was received has been dealt with and the sources are read to their end; checks that the books
 * add up, and gives them.
 */
export async function settled(at: { world: World; hub: Hub }, options: UntilOptions = {}): Promise<Pipeline> {
  const found = await until(
    'the pipeline has settled',
    async () => {
      const books = await pipeline(at);
      const lags = new Map(books.connectors.map(({ id, lagEvents }) => [id, lagEvents]));
      return at.world.pulled.every((id) => lags.get(id) === 0) && books.totals.lag === 0 && books;
    },
    { timeoutMs: 60_000, everyMs: 100, ...options },
  );
  const { received, applied, superseded, failed } = found.totals;
  assert.equal(received, applied + superseded + failed, 'received = applied + superseded + failed');
  return found;
}

const summary = z.object({ citizens: z.number() });
const held = z.looseObject({ SoDinhDanh: z.string(), PhienBan: z.number(), HoVaTen: z.string() });
export type HeldByPortal = z.infer<typeof held>;

/** What the national portal's store holds of a person; undefined if nothing. */
export async function heldByPortal(world: World, personalNumber: string): Promise<HeldByPortal | undefined> {
  const response = await fetch(`${world.sandbox}/portal/citizens/${personalNumber}`);
  const body: unknown = await response.json();
  return response.status === 404 ? undefined : held.parse(body);
}

/** How many citizens the national portal's store holds. */
export async function portalCount(world: World): Promise<number> {
  return summary.parse(await world.play('GET', '/portal/summary')).citizens;
}

const sampleList = z.array(
  z.object({ personalNumber: z.string(), fullName: z.string(), birthDate: z.string(), note: z.string() }),
);
export type Sample = z.infer<typeof sampleList>[number];

/** One of the sandbox's sample citizens, by what its note says. */
export async function sampleOf(world: World, note: RegExp): Promise<Sample> {
  const samples = sampleList.parse(await world.play('GET', '/samples'));
  return samples.find((each) => note.test(each.note)) ?? assert.fail(`no sample citizen ${String(note)}`);
}

const happened = z.looseObject({ personalNumber: z.string(), fullName: z.string(), eventId: z.string().optional() });
export type Happened = z.infer<typeof happened>;

/** Makes a life event happen. */
export async function happen(world: World, event: Record<string, unknown>): Promise<Happened> {
  return happened.parse(await world.play('POST', '/events', event));
}
