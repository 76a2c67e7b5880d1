/** A client of the sandbox's protocols, written from their description, for the tests in this folder. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SandboxCredentials } from '../../../scripts/sandbox/options.ts';
import { startSandbox, testCredentials, type Sandbox } from '../../../scripts/sandbox/sandbox.ts';

export type Clock = { now: number };
export type Answer = { status: number; body: string; headers: Headers };

/** A sandbox whose clock the test moves. Without a data folder it delivers no files. */
export async function startTest(citizens = 400, dataFolder?: string): Promise<Client> {
  const credentials = testCredentials();
  const clock: Clock = { now: Date.UTC(2026, 4, 6, 3, 0, 0) };
  const keeping = dataFolder === undefined ? {} : { dataFolder };
  const sandbox = await startSandbox({ port: 0, citizens, seed: 3, credentials, now: () => clock.now, ...keeping });
  return new Client(sandbox, clock, credentials);
}

export class Client {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly credentials: SandboxCredentials;
  private requests = 0;

  constructor(sandbox: Sandbox, clock: Clock, credentials: SandboxCredentials) {
    this.credentials = credentials;
    this.sandbox = sandbox;
    this.clock = clock;
  }

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(this.sandbox.url + path, { method, ...(body === undefined ? {} : { body: text }) });
    return { status: response.status, body: await response.text(), headers: response.headers };
  }

  /** Asks, checks the status, and answers the JSON by a schema. */
  async expect<T>(schema: z.ZodType<T>, status: number, [method, path, body]: [string, string, unknown?]): Promise<T> {
    const answer = await this.ask(method, path, body);
    assert.equal(answer.status, status, answer.body);
    return schema.parse(JSON.parse(answer.body));
  }

  async samples(): Promise<z.infer<typeof sample>[]> {
    return this.expect(z.array(sample), 200, ['GET', '/samples']);
  }

  /** One of the samples by what its note says. */
  async sample(note: RegExp): Promise<z.infer<typeof sample>> {
    return (await this.samples()).find((one) => note.test(one.note)) ?? assert.fail('no such sample');
  }

  headers(over: Record<string, string> = {}): Record<string, string> {
    const { user, secret, apiKey, xRoadClient } = this.credentials.population;
    const timestamp = over['Timestamp'] ?? String(this.clock.now);
    const digest = createHash('sha256')
      .update(`${this.sandbox.url}/population${user}${timestamp}${secret}`)
      .digest('hex');
    return {
      'Content-Type': 'text/xml; charset=utf-8',
      SOAPAction: '""',
      Authorization: `Basic ${Buffer.from(`${user}:${digest}`).toString('base64')}`,
      Timestamp: timestamp,
      'X-Road-Client': xRoadClient,
      ApiKey: apiKey,
      ...over,
    };
  }

  nextCode(): string {
    this.requests += 1;
    return `YC-${String(this.requests)}`;
  }

  envelope(operation: string, children: string): string {
    return (
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><d:${operation} xmlns:d="http://dancuquocgia.bca">` +
      `<MaYeuCau>${this.nextCode()}</MaYeuCau><MaDVC>VPCP</MaDVC><MaTichHop>037</MaTichHop><MaCanBo>hub</MaCanBo>` +
      `${children}</d:${operation}></s:Body></s:Envelope>`
    );
  }

  async soap(body: string, headers = this.headers()): Promise<Answer> {
    const response = await fetch(`${this.sandbox.url}/population`, { method: 'POST', headers, body });
    return { status: response.status, body: await response.text(), headers: response.headers };
  }

  async lookup(personalNumber: string, more = ''): Promise<string> {
    const answer = await this.soap(
      this.envelope('TraCuuThongTinCongDan', `<SoDinhDanh>${personalNumber}</SoDinhDanh>${more}`),
    );
    assert.equal(answer.status, 200, answer.body);
    return answer.body;
  }

  async token(client: keyof SandboxCredentials['clients'], parameters: Record<string, string> = {}): Promise<Response> {
    const { id, secret } = this.credentials.clients[client];
    return fetch(`${this.sandbox.url}/oauth/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...parameters }),
    });
  }

  async portalSession(): Promise<string> {
    const { username, password, dstcode } = this.credentials.portal;
    const response = await fetch(`${this.sandbox.url}/dvcqg/login`, {
      method: 'POST',
      headers: { dstcode },
      body: JSON.stringify({ username, password }),
    });
    return z.object({ session: z.string(), error_code: z.literal('0') }).parse(await response.json()).session;
  }

  async feed(path: string): Promise<Answer> {
    const { access_token: token } = z
      .object({ access_token: z.string() })
      .parse(await (await this.token('hub')).json());
    const response = await fetch(`${this.sandbox.url}/civil-status/v1/${path}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    return { status: response.status, body: await response.text(), headers: response.headers };
  }

  async entries(from: number): Promise<z.infer<typeof entry>[]> {
    const { body } = await this.feed(`events?from=${String(from)}&limit=500`);
    return z.object({ suKien: z.array(entry) }).parse(JSON.parse(body)).suKien;
  }
}

const sample = z.object({ personalNumber: z.string(), fullName: z.string(), birthDate: z.string(), note: z.string() });

const entry = z.object({
  soThuTu: z.number(),
  maSuKien: z.string(),
  loai: z.string(),
  congDan: z.object({ soDinhDanh: z.string(), hoVaTen: z.string() }),
  noiDung: z.record(z.string(), z.unknown()),
});

/** What POST /events answers. */
export const happened = z.looseObject({
  system: z.string(),
  type: z.string(),
  eventId: z.string().optional(),
  sequence: z.number().optional(),
  personalNumber: z.string(),
  fullName: z.string(),
});

export const problemSchema = z.object({
  status: z.number(),
  faults: z.array(z.object({ path: z.string(), code: z.string(), expected: z.string() })).default([]),
});
