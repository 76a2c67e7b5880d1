/** The form of a failure on its way to the store: the original bytes as value, everything about it in headers. */
import { z } from 'zod';
import type { HubErrorCode } from '../errors.ts';
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
  // What is told of a failure may be spoilt; where it goes when it is tried again must not be lost with it.
  faults: z.array(z.object({ path: z.string(), code: z.string(), expected: z.string() })).catch([]),
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

/**
 * System and type as the hub's parts name them, which can end in a number as short as that of a standard; what else
 * stands there came from outside and could be somebody's data.
 */
function wordOf(text: string): string {
  return /^[a-z][a-z-]{0,39}\d{0,4}$/.test(text) ? text : 'unknown';
}

/** Reads a message of the failure topic. One that does not say what failed is a failure itself, and kept with its bytes. */
export function readFailure(message: Message): NewFailure {
  const kept = { key: keyText(message.key), bytes: message.value ?? Buffer.alloc(0) };
  const found = message.headers?.find((each) => header in each)?.[header];
  const parsed = details.safeParse(found === undefined ? undefined : parseJson(found.toString()));
  if (!parsed.success) return { ...unreadable(message), ...kept };
  const { id, failedAt, ...rest } = parsed.data;
  return { _id: id, ...rest, failedAt: new Date(failedAt), ...kept };
}

/** Named by where it stands, so that read again it is the same failure. Nobody knows where it could be tried again. */
function unreadable({ topic, partition, offset, timestamp = 0 }: Message): Omit<NewFailure, 'key' | 'bytes'> {
  const code: HubErrorCode = 'unforeseen';
  return {
    _id: `${topic}-${partition}-${offset}`,
    stage: 'receive',
    code,
    faults: [],
    ...{ system: 'unknown', type: 'unknown' },
    origin: { topic, partition, offset },
    target: '',
    failedAt: new Date(timestamp),
  };
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
