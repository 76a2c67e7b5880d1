/** The command line with everything round it played: a folder of its own, an API by nock, captured output. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nock from 'nock';
import { z } from 'zod';
import { mappings, mappingTables } from '../../../mappings/registry.ts';
import { runCli } from '../../../scripts/cli/program.ts';

export const api = 'http://hub.test:8480';
export const issuer = 'http://login.test:8490';
/** Never to be seen in anything that is printed. */
export const clientSecret = 'canary-secret-4f1';
export const token = 'a.b.c';

export type Run = { code: number; out: string; err: string };

export type Stage = {
  root: string;
  run: (args: readonly string[], environment?: Record<string, string>, input?: string) => Promise<Run>;
  remove: () => void;
};

const connectors = {
  'weather-service': z.strictObject({
    baseUrl: z.url().meta({ description: 'Address.' }),
    apiKey: z.string().min(8).meta({ description: 'Key.', secret: true }),
  }),
};

/** A project folder as npm start leaves it; `started: false` for one where it never ran. */
export function createStage({ started = true } = {}): Stage {
  const root = mkdtempSync(join(tmpdir(), 'lienthong-cli-'));
  mkdirSync(join(root, 'config'));
  mkdirSync(join(root, '.data'));
  writeFileSync(join(root, 'config', 'default.yaml'), '');
  if (started) writeFileSync(join(root, '.data', 'sandbox.json'), JSON.stringify(sandbox));
  return {
    root,
    run: async (args, environment = {}, input = '') => {
      const chunks: string[] = [];
      const errors: string[] = [];
      const code = await runCli(args, {
        stdout: (text) => chunks.push(typeof text === 'string' ? text : Buffer.from(text).toString('latin1')),
        stderr: (text) => errors.push(text),
        readInput: () => Promise.resolve(input),
        environment,
        root,
        connectors,
        mappings,
        mappingTables,
        now: () => Date.parse('2026-02-28T17:00:00.000Z'),
      });
      return { code, out: chunks.join(''), err: errors.join('') };
    },
    remove: () => {
      rmSync(root, { recursive: true });
    },
  };
}

const sandbox = {
  api,
  docs: `${api}/docs`,
  metrics: 'http://hub.test:8481/metrics',
  sandbox: issuer,
  tokenEndpoint: `${issuer}/oauth/token`,
  clients: {
    portal: { id: 'portal', secret: clientSecret },
    admin: { id: 'admin', secret: clientSecret },
  },
};

/** The token endpoint answers this client once. */
export function playToken(id = 'admin', secret = clientSecret): nock.Scope {
  return nock(issuer)
    .post('/oauth/token', { grant_type: 'client_credentials' })
    .basicAuth({ user: id, pass: secret })
    .reply(200, { access_token: token, token_type: 'Bearer', expires_in: 600 });
}

/** The API, for requests that carry the token; each reply is used once. */
export function playApi(): nock.Scope {
  return nock(api, { reqheaders: { authorization: `Bearer ${token}` } });
}
