import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import type { Replay, ReplayResult } from '../../failures/replay.ts';
import { decodeRawRecord } from '../../records/raw-record.ts';
import type { FailureDocument, FailureFilter, Failures, FailureSummary } from '../../store/failures.ts';
import { bind, type Answer, type Operation, type Route } from '../operation.ts';
import { faultsIn } from '../expectations.ts';
import { languageHeaders, ProblemError, type Language } from '../problems.ts';
import {
  failureDetailSchema,
  failureExample,
  failureListSchema,
  failureQuery,
  replayedManySchema,
  replayedSchema,
  replayManyBody,
  replayOneBody,
} from '../schemas/failures.ts';
import { positionText, sweepText } from '../schemas/position.ts';

export type FailureDependencies = { failures: Pick<Failures, 'list' | 'get'>; replay: Replay };

const common = { tag: 'Administration', scope: 'admin' } as const;
const parameters = { id: { description: 'Id of the failure.', example: failureExample.id } };

export const listOperation: Operation<undefined, z.infer<typeof failureQuery>> = {
  ...common,
  id: 'listFailures',
  method: 'get',
  path: '/v1/failures',
  summary: 'List permanent failures',
  description: 'Newest first, without what failed. `next` leads to the page after.',
  query: failureQuery,
  answers: { 200: { description: 'A page of failures.', schema: failureListSchema } },
  problems: ['store-unavailable'],
};

export const showOperation: Operation = {
  ...common,
  id: 'showFailure',
  method: 'get',
  path: '/v1/failures/{id}',
  summary: 'Show one failure with what failed',
  description: 'The bytes are as they were received and hold personal data.',
  parameters,
  answers: { 200: { description: 'The failure.', schema: failureDetailSchema } },
  problems: ['unknown-failure', 'store-unavailable'],
};

export const replayOneOperation: Operation<z.infer<typeof replayOneBody>> = {
  ...common,
  id: 'replayFailure',
  method: 'post',
  path: '/v1/failures/{id}/replay',
  summary: 'Send one failure on its way again',
  description: 'The same bytes under the same key through the same topic. A failure is replayed once.',
  parameters,
  body: replayOneBody,
  answers: { 202: { description: 'It is on its way; Kafka has acknowledged it.', schema: replayedSchema } },
  problems: ['unknown-failure', 'already-replayed', 'cannot-replay', 'store-unavailable', 'broker-unavailable'],
};

export const replayManyOperation: Operation<z.infer<typeof replayManyBody>> = {
  ...common,
  id: 'replayFailures',
  method: 'post',
  path: '/v1/failures/replay',
  summary: 'Send many failures on their way again',
  description:
    'Those open failures that match when the replay begins, oldest first, until the limit is sent or some seconds are ' +
    'over; `next` then leads to the rest. If a server fails after some were sent, it is the next request that says so.',
  body: replayManyBody,
  answers: { 202: { description: 'What was done.', schema: replayedManySchema } },
  problems: ['store-unavailable', 'broker-unavailable'],
};

/** The routes by which an administrator sees failures and replays them. */
export function failureRoutes({ failures, replay }: FailureDependencies): Route[] {
  return [
    bind(listOperation, async ({ query: { limit, after, ...filter }, language }) => {
      const found = await failures.list(given(filter), limit, after);
      const last = found.length === limit ? found.at(-1) : undefined;
      const next = last && { next: positionText({ rank: last.failedAt.getTime(), id: last._id }) };
      const body = { failures: found.map((failure) => summaryBody(failure, language)), ...next };
      return { status: 200, body, headers: languageHeaders(language) };
    }),
    bind(replayManyOperation, async ({ body: { filter, reason, limit, after }, caller }) => {
      const options = { reason, limit, ...(after && { after }) };
      const { matched, replayed, next } = await replay.many(given(filter), caller.client, options);
      return { status: 202, body: { matched, replayed, ...(next && { next: sweepText(next) }) } };
    }),
    bind(showOperation, async ({ parameters: { id = '' }, language }) => {
      const failure = await failures.get(id);
      if (failure === undefined) throw new ProblemError('unknown-failure');
      return { status: 200, body: detailBody(failure, language), headers: languageHeaders(language) };
    }),
    bind(replayOneOperation, async ({ parameters: { id = '' }, body: { reason }, caller }) =>
      replayAnswer(await replay.one(id, caller.client, reason)),
    ),
  ];
}

/** A filter of only what the caller gave. */
function given(filter: { [P in keyof FailureFilter]: FailureFilter[P] | undefined }): FailureFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

function replayAnswer(result: ReplayResult): Answer {
  switch (result.outcome) {
    case 'replayed':
      return { status: 202, body: { id: result.id, status: 'replayed', topic: result.topic } };
    case 'not-found':
      throw new ProblemError('unknown-failure');
    case 'not-open':
      throw new ProblemError('already-replayed');
    case 'unroutable':
      throw new ProblemError('cannot-replay', { errors: result.faults });
  }
}

function commonBody(failure: Omit<FailureSummary, 'size'>, language: Language) {
  const { _id: id, stage, code, system, type, origin, failedAt, attempts, status } = failure;
  const faults = faultsIn(language, failure.faults);
  return { id, stage, code, faults, system, type, origin, failedAt: failedAt.toISOString(), attempts, status };
}

function summaryBody(failure: FailureSummary, language: Language) {
  return { ...commonBody(failure, language), bytes: failure.size };
}

function detailBody(failure: FailureDocument, language: Language) {
  const { contentType, body } = contentOf(failure.bytes);
  return {
    ...commonBody(failure, language),
    bytes: failure.bytes.length,
    contentType,
    body: isUtf8(body) ? body.toString('utf8') : null,
    bodyBase64: body.toString('base64'),
    replays: failure.replays.map(({ at, by, reason }) => ({ at: at.toISOString(), by, reason })),
  };
}

/** What came in, out of the raw record it is kept in; the bytes themselves where they are none. */
function contentOf(bytes: Buffer): { contentType: string; body: Buffer } {
  const record = decodeRawRecord(bytes);
  if (record === undefined) return { contentType: 'application/octet-stream', body: bytes };
  return { contentType: record.contentType, body: Buffer.from(record.body, record.encoding) };
}
