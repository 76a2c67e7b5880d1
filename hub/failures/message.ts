/** The form of a failure on its way to the store: the original bytes as value, everything about it in headers. */
import { z } from 'zod';
import type { Message } from '../kafka/consumer.ts';
import type { OutMessage } from '../kafka/producer.ts';
import type { NewFailure } from '../store/failures.ts';

/** What failed and why. `origin` is the message that failed; `target` the topic where it can be tried again. */
export type Failure = {
  id: string;
  stage: 'receive' | 'normalise' | 'deliver';
  code: string;
  faults: { path: string; code: string; expected: string }[];
  system: string;
  type: string;
  origin: Message;
  target: string;
  failedAt: string;
};

const header = 'lienthong-failure';

const details = z.object({
  id: z.string(),
  stage: z.string(),
  code: z.string(),
  faults: z.array(z.object({ path: z.string(), code: z.string(), expected: z.string() })),
  system: z.string(),
  type: z.string(),
  origin: z.object({ topic: z.string(), partition: z.number(), offset: z.number() }),
  target: z.string(),
  failedAt: z.iso.datetime(),
});

/** The message for the failure topic. Faults name paths and rules, never values, so the header is free of them too. */
export function failureMessage(topic: string, failure: Failure): OutMessage {
  const { topic: from, partition, offset, key, value } = failure.origin;
  const origin = { topic: from, partition, offset };
  const [system, type] = [wordOf(failure.system), wordOf(failure.type)];
  return {
    topic,
    key: keyText(key),
    value,
    headers: [{ [header]: JSON.stringify({ ...failure, system, type, origin }) }],
  };
}

/** System and type as the hub's parts name them; what else stands there came from outside and could be somebody's data. */
function wordOf(text: string): string {
  return /^[a-z][a-z-]{0,39}$/.test(text) ? text : 'unknown';
}

/** Reads a message of the failure topic; undefined if it is none of ours. */
export function readFailure(message: Message): NewFailure | undefined {
  const found = message.headers?.find((each) => header in each)?.[header];
  if (found === undefined) return undefined;
  const parsed = details.safeParse(parseJson(found.toString()));
  if (!parsed.success) return undefined;
  const { id, failedAt, ...rest } = parsed.data;
  const bytes = message.value ?? Buffer.alloc(0);
  return { _id: id, ...rest, failedAt: new Date(failedAt), key: keyText(message.key), bytes };
}

/** A message key as text; the hub's own keys always are. */
export function keyText(key: Message['key']): string {
  return key?.toString() ?? '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
