import assert from 'node:assert/strict';
import { useNock } from '../../support/nock.ts';
import { createStage, playApi, playToken } from './support.ts';
import nock from 'nock';

const summary = {
  id: 'f-1',
  stage: 'normalise',
  code: 'mapping-refused',
  faults: [
    { path: 'congDan.ngaySinh', code: 'date-impossible', expected: 'an existing day' },
    { path: 'congDan.hoVaTen', code: 'missing', expected: 'a name' },
  ],
  system: 'civil-status',
  type: 'birth',
  origin: { topic: 'records.civil-status', partition: 3, offset: 120 },
  failedAt: '2026-03-04T05:06:07.000Z',
  attempts: 1,
  status: 'open',
  bytes: 412,
};

const body = '{"hoVaTen": "TRẦN THỊ HƯ CẤU"}';

const detail = {
  ...summary,
  contentType: 'application/json',
  body,
  bodyBase64: Buffer.from(body).toString('base64'),
  replays: [{ at: '2026-03-05T00:00:00.000Z', by: 'admin', reason: 'danh mục mới' }],
};

describe('lienthong failures', () => {
  useNock({ complete: true });
  const stage = createStage();
  after(() => {
    stage.remove();
  });
  beforeEach(() => {
    playToken();
  });

  describe('list', () => {
    it('prints a table with what failed and what to do, never a body', async () => {
      const answer = { failures: [{ ...summary, body: 'TRẦN THỊ HƯ CẤU' }], next: 'f-1' };
      playApi().get('/v1/failures').query({ limit: 20 }).reply(200, answer);
      const { code, out } = await stage.run(['failures', 'list']);
      assert.equal(code, 0);
      const [header = '', line = ''] = out.split('\n');
      assert.match(
        line,
        /^f-1 +2026-03-04T05:06:07.000Z +civil-status +birth +normalise +mapping-refused +open +1 +412 /,
      );
      assert.match(line, /congDan\.ngaySinh: date-impossible and 1 more fault$/);
      assert.equal(header.indexOf('SYSTEM'), line.indexOf('civil-status'));
      assert.match(out, /1 failure\. There are more: add --after f-1/);
      assert.match(out, /lienthong failures show <id>/);
      assert.equal(out.includes('HƯ CẤU'), false);
    });

    it('passes on every filter', async () => {
      const query = { stage: 's', code: 'c', system: 'y', status: 'replayed', limit: 5, after: 'f-9' };
      playApi().get('/v1/failures').query(query).reply(200, { failures: [] });
      const args = Object.entries(query).flatMap(([name, value]) => [`--${name}`, String(value)]);
      assert.equal((await stage.run(['failures', 'list', ...args])).out, 'No failures match.\n');
    });

    it('prints JSON for machines, without a body the API should not have sent', async () => {
      playApi()
        .get('/v1/failures')
        .query(true)
        .reply(200, { failures: [{ ...summary, body: 'HƯ CẤU' }] });
      const { out } = await stage.run(['failures', 'list', '--json']);
      assert.deepEqual(JSON.parse(out), { failures: [summary] });
    });
  });

  describe('show', () => {
    it('prints what is known, and the body', async () => {
      playApi().get('/v1/failures/f-1').reply(200, detail);
      const { code, out } = await stage.run(['failures', 'show', 'f-1']);
      assert.equal(code, 0);
      assert.match(out, /origin +records\.civil-status, partition 3, offset 120/);
      assert.match(
        out,
        / {2}congDan\.ngaySinh: date-impossible, expected an existing day\n {2}congDan\.hoVaTen: missing/,
      );
      assert.match(out, /2026-03-05T00:00:00.000Z by admin: danh mục mới/);
      assert.match(out, /Body as received:\n\{"hoVaTen": "TRẦN THỊ HƯ CẤU"\}\n$/);
    });

    it('does not let a hostile body move the cursor, hide text or pile up marks', async () => {
      const hostile = `a\u001b[2Jb\u202ec\u0000d\r\ne\u0301${'\u0301'.repeat(100)}`;
      playApi()
        .get('/v1/failures/f-1')
        .reply(200, { ...detail, type: 'x\ny\u001b]0;z', body: hostile });
      const { out } = await stage.run(['failures', 'show', 'f-1']);
      assert.ok(out.includes(String.raw`a\u{1b}[2Jb\u{202e}c\u{0}d` + '\ne'));
      assert.ok(out.includes(String.raw`x\ny\u{1b}]0;z`));
      assert.ok((out.match(/\u0301/g) ?? []).length < 10);
    });

    it('prints bytes that are no text as base64, and as they are with --body', async () => {
      const bytes = Buffer.from([0xff, 0x00, 0x0d, 0x0a]);
      const binary = { ...detail, body: null, bodyBase64: bytes.toString('base64') };
      playApi().get('/v1/failures/f-1').twice().reply(200, binary);
      assert.match((await stage.run(['failures', 'show', 'f-1'])).out, /not UTF-8 text; as base64\)\n\/wANCg==\n/);
      playToken();
      assert.equal((await stage.run(['failures', 'show', 'f-1', '--body'])).out, bytes.toString('latin1'));
    });

    it('keeps an id inside its place in the address', async () => {
      playApi().get('/v1/failures/..%2Fpipeline%3Fx').reply(404, { title: 'No such failure' });
      const { code, err } = await stage.run(['failures', 'show', '../pipeline?x']);
      assert.equal(code, 1);
      assert.match(err, /^reading the failure: No such failure \(404\)/);
    });
  });

  describe('replay', () => {
    const sent = { id: 'f-1', status: 'replayed', topic: 'records.civil-status', partition: 3, offset: 777 };

    it('sends each one again, once, with the reason, and says where it went', async () => {
      playApi().post('/v1/failures/f-1/replay', { reason: 'mended' }).reply(202, sent);
      const { code, out } = await stage.run(['failures', 'replay', 'f-1', 'f-1', '--reason', 'mended']);
      assert.equal(code, 0);
      assert.match(out, /^f-1 {2}sent again to records\.civil-status, partition 3, offset 777\n/);
      assert.match(out, /1 record replayed\. See what became of them with: lienthong status/);
    });

    it('goes on after one that was replayed before, and fails in the end', async () => {
      playApi().post('/v1/failures/f-0/replay').reply(409, { title: 'Already replayed' });
      playApi().post('/v1/failures/f-1/replay').reply(202, sent);
      playApi().post('/v1/failures/f-2/replay').reply(404, { title: 'No such failure' });
      const { code, out, err } = await stage.run(['failures', 'replay', 'f-0', 'f-1', 'f-2', '--reason', 'x']);
      assert.equal(code, 1);
      assert.match(
        out,
        /f-0 {2}not replayed: Already replayed \(409\)\nf-1 {2}sent again .*\nf-2 {2}not replayed: No such failure \(404\)\n/,
      );
      assert.equal(err, '2 records of 3 not replayed\n');
    });

    it('replays by filter, up to the limit, and says whether there may be more', async () => {
      const filter = { stage: 'normalise', code: 'unknown-code' };
      playApi()
        .post('/v1/failures/replay', { filter, reason: 'new list', limit: 1000 })
        .reply(202, { matched: 1002, replayed: 1000, next: 'further' });
      const args = ['--code', 'unknown-code', '--stage', 'normalise', '--reason', 'new list'];
      const { code, out } = await stage.run(['failures', 'replay', ...args]);
      assert.equal(code, 0);
      assert.match(
        out,
        /^1002 failures matched\. 2 could not be replayed\. There may be more: run it again\.\n1000 records replayed\./,
      );
    });

    it('goes on behind what the hub did in the time it has, and says how far it is', async () => {
      const body = { filter: { system: 'population' }, reason: 'x' };
      const api = playApi();
      api.post('/v1/failures/replay', { ...body, limit: 900 }).reply(202, { matched: 500, replayed: 450, next: 'n-1' });
      api.post('/v1/failures/replay', { ...body, limit: 450, after: 'n-1' }).reply(202, { matched: 30, replayed: 30 });
      const args = ['--system', 'population', '--limit', '900', '--reason', 'x'];
      const { code, out, err } = await stage.run(['failures', 'replay', ...args]);
      assert.equal(code, 0);
      assert.equal(err, '450 records of 500 failures looked at replayed so far.\n');
      assert.match(out, /^530 failures matched\. 50 could not be replayed\.\n480 records replayed\./);
    });

    it('says what was replayed by the time the hub cannot go on', async () => {
      const api = playApi();
      api.post('/v1/failures/replay').reply(202, { matched: 7, replayed: 7, next: 'n-1' });
      api.post('/v1/failures/replay').reply(503, { title: 'Kafka is away' });
      const { code, out, err } = await stage.run(['failures', 'replay', '--all', '--reason', 'x']);
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, /7 records of 7 failures .*so far\. Those count\. Then:\nreplaying: Kafka is away \(503\)/);
    });

    it('replays everything only when told so', async () => {
      playApi()
        .post('/v1/failures/replay', { filter: {}, reason: 'x', limit: 10_000 })
        .reply(202, { matched: 2, replayed: 2 });
      const { out } = await stage.run(['failures', 'replay', '--all', '--reason', 'x', '--json']);
      assert.deepEqual(JSON.parse(out), { matched: 2, replayed: 2 });
    });
  });

  it('shows a problem with every fault of it', async () => {
    const errors = [
      { path: '/limit', code: 'too-big', expected: 'at most 500' },
      { path: '/stage', code: 'unknown', expected: 'a stage' },
    ];
    playApi()
      .get('/v1/failures')
      .query(true)
      .reply(
        400,
        { title: 'Bad query', status: 400, detail: 'Two faults.', errors },
        { 'content-type': 'application/problem+json' },
      );
    const { code, out, err } = await stage.run(['failures', 'list', '--limit', '9999']);
    assert.deepEqual([code, out], [1, '']);
    assert.equal(
      err,
      [
        'listing failures: Bad query (400)',
        '  Two faults.',
        '  /limit: too-big, expected at most 500',
        '  /stage: unknown, expected a stage',
        '',
      ].join('\n'),
    );
  });

  it('says what a client lacks that may not', async () => {
    playApi().get('/v1/failures').query(true).reply(403, { title: 'Forbidden' });
    assert.match((await stage.run(['failures', 'list'])).err, /Forbidden \(403\)\nThis client needs the scope admin\./);
  });

  it('speaks to another hub when told its address', async () => {
    nock('https://hub.example.vn').get('/base/v1/failures').query(true).reply(200, { failures: [] });
    const { code } = await stage.run(['failures', 'list'], { LIENTHONG_API: 'https://hub.example.vn/base/' });
    assert.equal(code, 0);
  });
});

describe('lienthong failures, asked wrongly', () => {
  useNock({ complete: true });
  const stage = createStage();
  after(() => {
    stage.remove();
  });

  const wrong: [string, string[], RegExp][] = [
    ['replay without a reason', ['replay', 'f-1'], /required option '--reason <text>'/],
    ['replay with an empty reason', ['replay', 'f-1', '--reason', ' '], /The reason is empty/],
    ['replay of nothing', ['replay', '--reason', 'x'], /What to replay\?/],
    ['replay of ids and a filter', ['replay', 'f-1', '--code', 'c', '--reason', 'x'], /not both/],
    ['replay of ids and all', ['replay', 'f-1', '--all', '--reason', 'x'], /not both/],
    [
      'replay of all and only some',
      ['replay', '--all', '--limit', '5', '--reason', 'x'],
      /'--all' cannot be used with option '--limit/,
    ],
    ['a state that does not exist', ['list', '--status', 'shut'], /Allowed choices are open, replayed\./],
    ['a limit that is no number', ['list', '--limit', '1e3'], /whole number/],
    ['show without an id', ['show'], /missing required argument 'id'/],
    ['an unknown command', ['relpay'], /unknown command 'relpay'\n\(Did you mean replay\?\)/],
  ];
  for (const [what, args, message] of wrong) {
    it(`refuses ${what}, asking no one`, async () => {
      const { code, out, err } = await stage.run(['failures', ...args]);
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, message);
    });
  }
});
