/** The failure store, as an administrator sees it. */
import assert from 'node:assert/strict';
import type { z } from 'zod';
import { call } from './api.ts';
import type { Hub } from './hub.ts';
import { failureDetail, failurePage } from './records.ts';
import { until } from './until.ts';
import type { Answer, World } from './world.ts';

export type At = { world: World; hub: Hub };
export type FailureDetail = z.infer<typeof failureDetail>;

/** One failure with what failed, once it is there and passes the test. */
export function failure(
  at: At,
  id: string,
  test: (found: FailureDetail) => boolean = () => true,
): Promise<FailureDetail> {
  return until('the failure is in the store', async () => {
    const answer = await call(at, ['GET', `/v1/failures/${encodeURIComponent(id)}`], { as: 'admin' });
    if (answer.status === 404) return undefined;
    const found = failureDetail.parse(answer.json);
    return test(found) && found;
  });
}

/** Every failure there is. */
export async function failures(at: At): Promise<z.infer<typeof failurePage>['failures']> {
  const answer = await call(at, ['GET', '/v1/failures?limit=500'], { as: 'admin' });
  assert.equal(answer.status, 200, answer.text);
  return failurePage.parse(answer.json).failures;
}

/** Sends a failure on its way again. */
export function replay(at: At, id: string): Promise<Answer> {
  const body = { reason: 'a test' };
  return call(at, ['POST', `/v1/failures/${encodeURIComponent(id)}/replay`], { as: 'admin', body });
}
