import assert from 'node:assert/strict';
import { sealKeysOf } from '../../../hub/prefill/keys.ts';
import { useNock } from '../../support/nock.ts';
import { createStage, playApi, playToken } from './support.ts';

const counts = { answers: 50, submissions: 40, verified: 38, declarable: 600, reusable: 360, prefilled: 300 };
const line = {
  ...{ period: '2026-01', form: 'ct01', version: '2024-01-01', procedure: '', agency: 'H29.12' },
  ...{ ...counts, accepted: 270, share: 0.45 },
  failing: [{ field: 'phone', reason: 'not-held', count: 31 }],
};
const report = {
  ...{ from: '2026-01-01', until: '2026-01-31', isWhole: false },
  totals: { ...counts, accepted: 270, share: null },
  lines: [line],
};

describe('lienthong reuse', () => {
  useNock({ complete: true });
  const stage = createStage();
  after(() => {
    stage.remove();
  });

  it('prints a line per form and agency, the sum, and the fields that fail most', async () => {
    playToken();
    playApi().get('/v1/reports/reuse').query({ by: 'month' }).reply(200, report);
    const { code, out } = await stage.run(['reuse']);
    assert.equal(code, 0);
    assert.match(out, /^2026-01 +ct01 +2024-01-01 +- +H29\.12 +50 +40 +600 +360 +300 +270 +45\.0 %$/m);
    assert.match(out, /^all .* 270 +-$/m);
    assert.match(out, /^2026-01 +ct01 +2024-01-01 +H29\.12 +phone +not-held +31$/m);
    assert.match(out, /There are more lines/);
  });

  it('passes on every filter, and prints JSON for machines', async () => {
    playToken();
    const query = { from: '2026-01-01', until: '2026-01-31', by: 'day', form: 'f', procedure: 'p', agency: 'a' };
    playApi()
      .get('/v1/reports/reuse')
      .query({ ...query, version: 'v' })
      .reply(200, report);
    const args = Object.entries(query).flatMap(([name, value]) => [`--${name}`, value]);
    const { out } = await stage.run(['reuse', ...args, '--form-version', 'v', '--json']);
    assert.deepEqual(JSON.parse(out), report);
  });
});

describe('lienthong keys new', () => {
  const stage = createStage();
  after(() => {
    stage.remove();
  });

  it('prints keys the hub takes, others every time', async () => {
    const [one, other] = [await stage.run(['keys', 'new']), await stage.run(['keys', 'new'])];
    const keys = [one, other].map(({ out }) => sealKeysOf(JSON.parse(out)));
    assert.equal(new Set(keys.map(({ kid }) => kid)).size, 2);
    assert.ok(keys.every(({ published }) => !JSON.stringify(published).includes('"d"')));
  });
});
