/** The commands of `lienthong`, run as a person runs them, against a running hub. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { call, settled } from '../support/api.ts';
import type { Hub } from '../support/hub.ts';
import { cleanups, root } from '../support/processes.ts';
import { act, failureDetail, problem } from '../support/records.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

type Result = { code: number; stdout: string; stderr: string };

describe('the command line', function () {
  this.timeout(60_000);
  const later = cleanups();
  let world: World;
  let hub: Hub;
  const at = () => ({ world, hub });
  const bad = JSON.stringify(
    act({ sequence: 1, eventId: 'CC-2026-000001', personalNumber: '079190000001', kind: 'LA' }),
  );
  let id = '';

  const lienthong = (args: string[], client: 'portal' | 'admin' = 'admin'): Promise<Result> => {
    const { id: clientId, secret } = world.credentials.clients[client];
    const env = {
      ...process.env,
      LIENTHONG_API: hub.api,
      LIENTHONG_TOKEN_ENDPOINT: `${world.sandbox}/oauth/token`,
      LIENTHONG_CLIENT_ID: clientId,
      LIENTHONG_CLIENT_SECRET: secret,
    };
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [join(root, 'scripts', 'lienthong.mjs'), ...args],
        { env },
        (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
        },
      );
    });
  };

  before(async () => {
    world = await startWorld({ citizens: 20, localities: [] });
    later(() => world.stop());
    hub = await world.hub('hub');
    await hub.ready();
    const answer = await call(at(), ['POST', '/v1/records/civil-status'], { as: 'sector', body: Buffer.from(bad) });
    id = problem.parse(answer.json).records?.[0]?.id ?? assert.fail(answer.text);
    await until('the failure is kept', async () => (await show()).status === 'open');
  });

  const show = async () =>
    failureDetail.parse(JSON.parse((await lienthong(['failures', 'show', id, '--json'])).stdout));

  it('token prints a token that the API takes', async () => {
    const { code, stdout } = await lienthong(['token', 'portal'], 'portal');
    assert.equal(code, 0);
    const body = { form: 'ct01', subject: { personalNumber: '079190000002' }, purpose: 'TTHC', caseCode: 'x' };
    const headers = { authorization: `Bearer ${stdout.trim()}` };
    assert.equal((await call(at(), ['POST', '/v1/prefill'], { body, headers })).status, 200);
  });

  it('status shows the books, and that they add up', async () => {
    const { totals } = await settled(at());
    const { code, stdout } = await lienthong(['status']);
    assert.equal(code, 0, stdout);
    assert.ok(stdout.includes(`Adds up: ${totals.received ?? ''} received`), stdout);
    assert.match(stdout, /records\.civil-status/);
  });

  it('failures list names the failure, without what is in it', async () => {
    const { code, stdout } = await lienthong(['failures', 'list', '--code', 'mapping-refused']);
    assert.equal(code, 0);
    assert.ok(stdout.includes(id), stdout);
    assert.ok(!stdout.includes('079190000001') && !stdout.includes('Nguyễn'), 'no personal data');
  });

  it('failures show gives everything, and the body byte by byte', async () => {
    const detail = await show();
    assert.equal(detail.stage, 'normalise');
    assert.deepEqual(
      detail.faults.map(({ path, code }) => [path, code]),
      [['loai', 'unknown-type']],
    );
    assert.equal((await lienthong(['failures', 'show', id, '--body'])).stdout, bad);
    const unknown = await lienthong(['failures', 'show', 'nobody-knows-it']);
    assert.equal(unknown.code, 1);
    assert.notEqual(unknown.stderr, '');
  });

  it('failures replay sends it again, and it comes back as failed a second time', async () => {
    const { code, stdout } = await lienthong(['failures', 'replay', id, '--reason', 'mapping corrected']);
    assert.equal(code, 0, stdout);
    assert.ok(stdout.includes('1 record replayed'), stdout);
    const again = await until('it has failed again', async () => {
      const detail = await show();
      return detail.attempts === 2 && detail;
    });
    assert.equal(again.status, 'open');
    assert.deepEqual(
      again.replays.map(({ by, reason }) => [by, reason]),
      [['admin', 'mapping corrected']],
    );
    assert.equal(again.bodyBase64, Buffer.from(bad).toString('base64'));
  });

  it('failures replay by filter counts what it did', async () => {
    const { stdout } = await lienthong(['failures', 'replay', '--code', 'mapping-refused', '--reason', 'x', '--json']);
    assert.deepEqual(JSON.parse(stdout), { matched: 1, replayed: 1 });
    await until('it has failed again', async () => (await show()).attempts === 3);
    await settled(at());
  });

  it('says what is wrong when the client may not', async () => {
    const { code, stderr } = await lienthong(['failures', 'list'], 'portal');
    assert.equal(code, 1);
    assert.match(stderr, /admin/);
  });
});
