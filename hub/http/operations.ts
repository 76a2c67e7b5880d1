/** Every operation of the API, in the order of its documentation. */
import type { Route } from './operation.ts';
import { accessLogOperation } from './routes/access-log.ts';
import { listOperation, replayManyOperation, replayOneOperation, showOperation } from './routes/failures.ts';
import { liveOperation, readyOperation } from './routes/health.ts';
import { actOperation, annulOperation, personOperation } from './routes/identity.ts';
import { pipelineOperation } from './routes/pipeline.ts';
import { prefillOperation } from './routes/prefill.ts';
import { recordsOperation } from './routes/records.ts';
import { decideReviewOperation, listReviewsOperation, showReviewOperation } from './routes/reviews.ts';
import { reuseOperation } from './routes/reuse.ts';
import { keysOperation, outcomeOperation, verifyOperation } from './routes/verify.ts';

export const operations: readonly Route['operation'][] = [
  prefillOperation,
  verifyOperation,
  outcomeOperation,
  keysOperation,
  accessLogOperation,
  recordsOperation,
  listOperation,
  showOperation,
  replayOneOperation,
  replayManyOperation,
  listReviewsOperation,
  showReviewOperation,
  decideReviewOperation,
  personOperation,
  actOperation,
  annulOperation,
  pipelineOperation,
  reuseOperation,
  liveOperation,
  readyOperation,
];
