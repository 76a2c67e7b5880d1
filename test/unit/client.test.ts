/** The client in TypeScript, beside what it is made for and of. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import nock from 'nock';
import { z } from 'zod';
import { clientCredentials } from '../../clients/typescript/index.ts';
import { projectRoot } from '../../config/root.ts';
import { openApiDocument } from '../../hub/http/openapi.ts';
import { useNock } from '../support/nock.ts';

const manifest = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

function read(path: string): z.infer<typeof manifest> {
  return manifest.parse(JSON.parse(readFileSync(join(projectRoot(), path), 'utf8')));
}

describe('the client in TypeScript', () => {
  it('has the version of the API, and the packages it was tested with', () => {
    const { version, dependencies } = read('clients/typescript/package.json');
    const { info } = z.object({ info: z.object({ version: z.string() }) }).parse(openApiDocument());
    assert.equal(version, info.version);
    const tested = read('package.json').devDependencies;
    assert.deepEqual(dependencies, { 'openapi-fetch': tested['openapi-fetch'] });
  });
});

describe('the token of the client', () => {
  const credentials = { tokenEndpoint: 'http://issuer.example/token', clientId: 'a b', clientSecret: 's:1' };
  useNock();
  let asked = 0;
  let at = 0;

  beforeEach(() => {
    asked = 0;
    at = 0;
  });

  const issues = (status: number, answer?: Record<string, unknown>): void => {
    nock('http://issuer.example')
      .persist()
      .post('/token', 'grant_type=client_credentials')
      .basicAuth({ user: 'a%20b', pass: 's%3A1' })
      .reply(() => {
        asked += 1;
        return [status, answer ?? { access_token: `t${asked}`, expires_in: 600 }];
      });
  };

  it('is kept until shortly before its end, and shared', async () => {
    issues(200);
    const token = clientCredentials(credentials, () => at);
    assert.deepEqual(await Promise.all([token(), token()]), ['t1', 't1']);
    at = 569_999;
    assert.equal(await token(), 't1');
    at = 570_000;
    assert.deepEqual(await Promise.all([token(), token()]), ['t2', 't2']);
    assert.equal(asked, 2);
  });

  it('that is refused is an error, and is asked for again by the next call', async () => {
    const token = clientCredentials(credentials, () => at);
    issues(401);
    await assert.rejects(token(), { message: 'fetching a token: HTTP 401' });
    nock.cleanAll();
    issues(200, { token: 'elsewhere' });
    await assert.rejects(token(), { message: 'fetching a token: none in the answer' });
    nock.cleanAll();
    issues(200);
    assert.equal(await token(), 't3');
  });
});
