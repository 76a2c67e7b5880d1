import assert from 'node:assert/strict';
import { HubError } from '../../../hub/errors.ts';
import { codeOf, timeBudgetMs } from './support/hub.ts';
import { prefill, withHub } from './support/prefill.ts';

/** For a machine that is busy with other things. */
const slackMs = 400;

describe('prefill while the store is away', () => {
  const cases: [string, () => Promise<never>][] = [
    ['fails', () => Promise.reject(new HubError('store-unavailable', 'reading'))],
    ['fails as the driver does', () => Promise.reject(driverError())],
    ['is silent', () => new Promise(() => undefined)],
  ];
  for (const [what, read] of cases) {
    it(`answers 503 with Retry-After within the budget when it ${what}`, () =>
      withHub({ overrides: { citizens: { view: read } } }, async (hub) => {
        const began = performance.now();
        const reply = await prefill(hub);
        assert.equal(reply.status, 503);
        assert.equal(codeOf(reply), 'store-unavailable');
        assert.ok(Number(reply.headers.get('retry-after')) > 0);
        assert.ok(performance.now() - began < timeBudgetMs + slackMs, 'in time');
      }));
  }
});

function driverError(): Error {
  const error = new Error('no primary');
  error.name = 'MongoServerSelectionError';
  return error;
}
