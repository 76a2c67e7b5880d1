/**
 * The API as a stranger finds it: Schemathesis makes requests from the OpenAPI document, proper ones and broken ones,
 * and holds every answer against it. The same requests every time.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentedOperations } from '../support/documented.ts';
import type { Hub } from '../support/hub.ts';
import { cleanups, schemathesis, temporaryFolder } from '../support/processes.ts';
import { startWorld } from '../support/world.ts';
import { startIssuer } from '../unit/http/support/issuer.ts';

/**
 * Not among them: whether whatever the document allows is done. Names without control characters, forms that exist,
 * days in the past: rules like these no schema can say, and what breaks them is refused with 422, as documented.
 */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'missing_required_header',
  'unsupported_method',
  'ignored_auth',
];

/** Too large a body is refused too, before anything is said of what is in it. */
const configuration = '[checks]\nnegative_data_rejection.expected-statuses = ["4xx"]\n';

const longestMs = 150_000;

describe('the API, called by Schemathesis', function () {
  this.timeout(longestMs + 120_000);
  const later = cleanups();
  let hub: Hub;
  let token: string;

  before(async () => {
    const issuer = await startIssuer();
    later(() => issuer.close());
    const world = await startWorld({
      citizens: 20,
      settings: { auth: { issuer: issuer.issuer, jwksUri: issuer.jwksUri } },
    });
    later(() => world.stop());
    hub = await world.hub('hub');
    await hub.ready();
    const scopes = new Set(documentedOperations().map(({ scope }) => scope ?? ''));
    token = await issuer.token('portal', [...scopes].join(' ').trim());
  });

  it('never fails, and answers nothing that is not documented', async function () {
    const found = await schemathesis();
    if ('reason' in found) {
      if (this.test !== undefined) this.test.title += ` (left out: ${found.reason})`;
      this.skip();
    }
    const options = ['--header', `Authorization: Bearer ${token}`, '--checks', checks.join(','), '--seed', '1'];
    const amount = ['--phases', 'examples,coverage,fuzzing', '--max-examples', '60', '--continue-on-failure'];
    const plain = ['--generation-database', 'none', '--no-color', '--output-truncate', 'true'];
    const args = ['-m', 'schemathesis.cli', 'run', `${hub.api}/openapi.json`, ...options, ...amount, ...plain];
    const { code, text } = await run(found.python, args);
    assert.equal(code, 0, text.slice(-20_000));
    const count = documentedOperations().length;
    assert.match(text, new RegExp(`Tested: ${count}$`, 'm'));
  });
});

/** Runs it in a folder of its own, where it may leave what it likes. */
async function run(python: string, args: string[]): Promise<{ code: number; text: string }> {
  const { folder, done } = temporaryFolder();
  writeFileSync(join(folder, 'schemathesis.toml'), configuration);
  try {
    return await new Promise((resolve) => {
      execFile(python, args, { cwd: folder, timeout: longestMs, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : 1, text: `${stdout}\n${stderr}` }),
      );
    });
  } finally {
    done();
  }
}
