/** The hub as a provincial portal calls it: with its own OAuth 2.0 client, from its server. */
import { z } from 'zod';
import { confidences, reasons, type Reason } from '../../../mappings/forms/answer.ts';
import type { ClientCredentials } from '../oauth/server.ts';
import type { Trouble } from './contract.ts';

const provenance = {
  source: z.string(),
  asOf: z.string(),
  validFrom: z.string().optional(),
  confidence: z.enum(confidences),
  lock: z.boolean(),
};
const unfilled = z.object({
  reason: z.enum(Object.keys(reasons) as [Reason, ...Reason[]]),
  candidates: z.array(z.string()).optional(),
  since: z.string().optional(),
});
const cell = z.union([z.object({ value: z.string() }), unfilled]);
const filled = z.object({
  ...provenance,
  value: z.string(),
  seal: z.string(),
  others: z.array(z.object({ system: z.string(), value: z.string() })).optional(),
});
const table = z.object({ ...provenance, rows: z.array(z.record(z.string(), cell)), seal: z.string() });
const answer = z.union([filled, table, unfilled]);

const prefilled = z.object({
  version: z.string(),
  subject: z.object({ known: z.boolean(), status: z.literal('deceased').optional() }),
  fields: z.record(z.string(), answer),
  seal: z.string(),
});

const verified = z.object({
  seal: z.enum(['genuine', 'expired', 'forged']),
  fields: z.record(z.string(), z.enum(['untouched', 'edited', 'forged', 'expired', 'declared'])),
  outcome: z.enum(['recorded', 'known', 'not-recorded']).optional(),
});

const counts = {
  ...{ answers: z.int(), submissions: z.int(), declarable: z.int(), prefilled: z.int(), accepted: z.int() },
  share: z.number().nullable(),
};
const report = z.object({
  from: z.string(),
  until: z.string(),
  totals: z.object(counts),
  lines: z.array(z.object({ ...counts, period: z.string(), form: z.string(), agency: z.string() })),
});

const token = z.object({ access_token: z.string(), expires_in: z.number() });

export type FieldAnswer = z.infer<typeof answer>;
export type Filled = z.infer<typeof filled>;
export type FilledTable = z.infer<typeof table>;
export type Prefilled = z.infer<typeof prefilled>;
type VerifiedAnswer = z.infer<typeof verified>;
type ReportAnswer = z.infer<typeof report>;

export type Hub = {
  /** `POST /v1/prefill`. */
  prefill(body: object): Promise<Prefilled>;
  /** `POST /v1/prefill/verify`. */
  verify(body: object): Promise<VerifiedAnswer>;
  /** `GET /v1/reports/reuse` of the month. The portal may not read it: an administrator's client does. */
  reuse(): Promise<ReportAnswer>;
};

/** Why the hub could not be asked, or what it said; the words are the hub's own, which hold no personal data. */
export class HubTrouble extends Error {
  override readonly name = 'HubTrouble';
  readonly code: Trouble['code'];

  constructor(code: Trouble['code'], detail = '') {
    super(detail);
    this.code = code;
  }
}

export type HubAccess = {
  /** Of the API; there is no hub if it is not given. */
  url: string | undefined;
  tokenEndpoint: string;
  clients: { portal: ClientCredentials; admin: ClientCredentials };
  now: () => number;
};

const timeoutMs = 10_000;
/** A token is not used in its last minute. */
const marginMs = 60_000;

/** A client of the hub. Every call throws HubTrouble. */
export function createHub({ url, tokenEndpoint, clients, now }: HubAccess): Hub {
  const asPortal = tokens(tokenEndpoint, clients.portal, now);
  const asAdmin = tokens(tokenEndpoint, clients.admin, now);
  const post = async <T>(path: string, schema: z.ZodType<T>, body: object): Promise<T> =>
    ask(schema, addressOf(url, path), {
      method: 'POST',
      headers: { authorization: `Bearer ${await asPortal()}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    prefill: (body) => post('/v1/prefill', prefilled, body),
    verify: (body) => post('/v1/prefill/verify', verified, body),
    reuse: async () =>
      ask(report, addressOf(url, '/v1/reports/reuse'), { headers: { authorization: `Bearer ${await asAdmin()}` } }),
  };
}

function addressOf(url: string | undefined, path: string): string {
  if (url === undefined) throw new HubTrouble('no-hub');
  return url + path;
}

function tokens(endpoint: string, { id, secret }: ClientCredentials, now: () => number): () => Promise<string> {
  let held: { text: string; until: number } | undefined;
  return async () => {
    if (held !== undefined && now() < held.until) return held.text;
    const { access_token: text, expires_in: seconds } = await ask(token, endpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    held = { text, until: now() + seconds * 1000 - marginMs };
    return text;
  };
}

async function ask<T>(schema: z.ZodType<T>, address: string, request: RequestInit): Promise<T> {
  const { status, body } = await read(address, request);
  if (status >= 300) throw new HubTrouble(status >= 500 ? 'hub-silent' : 'hub-refused', `HTTP ${status}`);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new HubTrouble('hub-refused', `expected another answer: ${z.prettifyError(parsed.error)}`);
}

async function read(address: string, request: RequestInit): Promise<{ status: number; body: unknown }> {
  try {
    const response = await fetch(address, { ...request, signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, body: await response.json() };
  } catch {
    throw new HubTrouble('hub-silent');
  }
}
