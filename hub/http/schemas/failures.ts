import { z } from 'zod';
import { position, sweepPosition } from './position.ts';
import { faultSchema } from './problem.ts';
import { text, time, word } from './texts.ts';

export const maxPage = 500;
const maxBulk = 10_000;

const failureMembers = {
  id: z.string().meta({ description: 'Id of the failure; for a record, the record’s id.' }),
  stage: z.string().meta({ description: 'Where on its way it failed: receive, normalise or deliver.' }),
  code: z.string().meta({ description: 'Why, from a closed list.' }),
  faults: z.array(faultSchema).meta({ description: 'Every fault, where the record itself is at fault.' }),
  system: z.string().meta({ description: 'The system it came from, or was to go to.' }),
  type: z.string().meta({ description: 'The kind of record, in that system’s terms.' }),
  origin: z
    .object({
      topic: z.string().meta({ description: 'Topic of the message that failed.' }),
      partition: z.int().meta({ description: 'Its partition.' }),
      offset: z.int().meta({ description: 'Its offset.' }),
    })
    .meta({ description: 'The message that failed.' }),
  failedAt: time().meta({ description: 'When it failed last.' }),
  attempts: z.int().meta({ description: 'How often it failed.' }),
  status: z.enum(['open', 'replayed']).meta({ description: 'Open, or sent on its way again.' }),
  bytes: z.int().meta({ description: 'Size of the message kept, in bytes.' }),
};

export const failureExample = {
  id: '5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11',
  stage: 'normalise',
  code: 'mapping-refused',
  faults: [
    { path: 'loai', code: 'unknown-type', expected: 'The kind of record is not one this system is known to send.' },
  ],
  system: 'civil-status',
  type: 'unknown:thay-doi',
  origin: { topic: 'records.civil-status', partition: 3, offset: 1204 },
  failedAt: '2026-01-02T03:04:05.678Z',
  attempts: 1,
  status: 'open',
  bytes: 612,
};

const failureSchema = z
  .object(failureMembers)
  .meta({ id: 'Failure', description: 'A permanent failure, without what failed.', example: failureExample });

export const failureListSchema = z
  .object({
    failures: z.array(failureSchema).meta({ description: 'Newest first.' }),
    next: z.string().optional().meta({ description: 'If there may be more: what to send as `after`.' }),
  })
  .meta({ id: 'FailureList', description: 'One page of failures.', example: { failures: [failureExample] } });

export const failureDetailSchema = z
  .object({
    ...failureMembers,
    contentType: z.string().meta({ description: 'Content type of what failed.' }),
    body: z.string().nullable().meta({ description: 'What failed, as received; null if it is not text.' }),
    bodyBase64: z.string().meta({ description: 'The same, byte for byte, in Base64.' }),
    replays: z
      .array(
        z
          .object({
            at: time().meta({ description: 'When.' }),
            by: z.string().meta({ description: 'The client that asked for it.' }),
            reason: z.string().meta({ description: 'Why, as the client said.' }),
          })
          .meta({ description: 'One replay.' }),
      )
      .meta({ description: 'Every time it was sent on its way again.' }),
  })
  .meta({
    id: 'FailureDetail',
    description: 'A permanent failure with what failed. Holds personal data.',
    example: { ...failureExample, contentType: 'application/json', body: '{}', bodyBase64: 'e30=', replays: [] },
  });

export const failureQuery = z.strictObject({
  stage: word().optional().meta({ description: 'Only failures of this stage.', example: 'normalise' }),
  code: word().optional().meta({ description: 'Only failures with this code.', example: 'mapping-refused' }),
  system: word().optional().meta({ description: 'Only failures of this system.', example: 'civil-status' }),
  status: z
    .enum(['open', 'replayed'], { error: 'open or replayed' })
    .optional()
    .meta({ description: 'Only open ones, or only replayed ones.', example: 'open' }),
  limit: z.coerce
    .number({ error: `a whole number from 1 to ${maxPage}` })
    .int({ error: `a whole number from 1 to ${maxPage}` })
    .min(1, `at least 1`)
    .max(maxPage, `at most ${maxPage}`)
    .default(50)
    .meta({ description: 'Most failures in the answer.', example: 50 }),
  after: position().optional().meta({ description: '`next` of the page before.' }),
});

const reason = text(500).meta({
  description: 'Why it is sent again. Kept with the failure; put no personal data here.',
  example: 'mapping corrected',
});

export const replayOneBody = z
  .strictObject({ reason })
  .meta({ id: 'ReplayRequest', description: 'Why a failure is replayed.', example: { reason: 'mapping corrected' } });

export const replayedSchema = z
  .object({
    id: z.string().meta({ description: 'Id of the failure.' }),
    status: z.literal('replayed').meta({ description: 'It is on its way again.' }),
    topic: z.string().meta({ description: 'The topic it was sent to.' }),
  })
  .meta({
    id: 'Replayed',
    description: 'The failure is on its way again.',
    example: { id: failureExample.id, status: 'replayed', topic: 'records.civil-status' },
  });

export const replayManyBody = z
  .strictObject({
    filter: z
      .strictObject({
        stage: word().optional().meta({ description: 'Only failures of this stage.' }),
        code: word().optional().meta({ description: 'Only failures with this code.' }),
        system: word().optional().meta({ description: 'Only failures of this system.' }),
      })
      .meta({ description: 'Which open failures; all of them if empty.' }),
    reason,
    limit: z
      .int({ error: `a whole number from 1 to ${maxBulk}` })
      .min(1, 'at least 1')
      .max(maxBulk, `at most ${maxBulk}`)
      .default(1000)
      .meta({ description: 'Most failures to replay, oldest first.' }),
    after: sweepPosition().optional().meta({ description: '`next` of the answer before, to go on behind it.' }),
  })
  .meta({
    id: 'BulkReplayRequest',
    description: 'Which failures are replayed, and why.',
    example: { filter: { system: 'civil-status', code: 'mapping-refused' }, reason: 'mapping corrected' },
  });

export const replayedManySchema = z
  .object({
    matched: z.int().meta({ description: 'Open failures that matched and were looked at.' }),
    replayed: z.int().meta({ description: 'How many of them are on their way again.' }),
    next: z.string().optional().meta({
      description: 'Given if it ended before all were looked at, by the limit or for time: what to send as `after`.',
    }),
  })
  .meta({ id: 'BulkReplayed', description: 'What a bulk replay did.', example: { matched: 12, replayed: 12 } });
