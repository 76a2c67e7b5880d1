/** What the API says of failures, limited to what the commands show: what is not named here is dropped unseen. */
import { z } from 'zod';

const fault = z.object({ path: z.string(), code: z.string(), expected: z.string() });

export const failureSummary = z.object({
  id: z.string(),
  stage: z.string(),
  code: z.string(),
  faults: z.array(fault),
  system: z.string(),
  type: z.string().nullish(),
  origin: z.object({ topic: z.string(), partition: z.number(), offset: z.union([z.number(), z.string()]) }).nullish(),
  failedAt: z.string(),
  attempts: z.number(),
  status: z.string(),
  bytes: z.number(),
});
export type FailureSummary = z.infer<typeof failureSummary>;

export const failureList = z.object({ failures: z.array(failureSummary), next: z.string().nullish() });

export const failureDetail = failureSummary.extend({
  contentType: z.string(),
  body: z.string().nullable(),
  bodyBase64: z.string(),
  replays: z.array(z.object({ at: z.string(), by: z.string(), reason: z.string() })),
});
export type FailureDetail = z.infer<typeof failureDetail>;

export const replayedOne = z.object({
  id: z.string(),
  status: z.string(),
  topic: z.string(),
  partition: z.number().nullish(),
  offset: z.union([z.number(), z.string()]).nullish(),
});
export type ReplayedOne = z.infer<typeof replayedOne>;

export const replayedMany = z.object({ matched: z.number(), replayed: z.number(), next: z.string().nullish() });
