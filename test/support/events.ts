/** Change events as a subscriber reads them, and what every one of them has to be. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { headersOf, textOf, type Message } from './kafka.ts';

const data = z.strictObject({
  person: z.string(),
  revision: z.int().min(1),
  changes: z.array(z.strictObject({ field: z.string(), change: z.enum(['added', 'changed', 'removed', 'corrected']) })),
  identity: z
    .union([
      z.strictObject({ into: z.string() }),
      z.strictObject({ from: z.array(z.string()).min(1) }),
      z.strictObject({ to: z.array(z.string()).min(1) }),
    ])
    .optional(),
  cause: z.strictObject({
    system: z.string(),
    type: z.string(),
    operation: z.enum(['upsert', 'annul', 'delete']),
    recordId: z.string(),
    asOf: z.string(),
  }),
  supersedes: z.string().optional(),
});

export type ChangeEvent = {
  id: string;
  type: string;
  subject: string;
  sequence: string;
  data: z.infer<typeof data>;
  /** Everything in it but its place in the topic: a repeat has the same. */
  content: string;
};

const required = ['ce_id', 'ce_source', 'ce_specversion', 'ce_type', 'ce_time', 'ce_subject', 'ce_sequence'] as const;

/** Reads a CloudEvent in Kafka's binary mode; fails if it is not one, or not one of the hub's form. */
export function readEvent(message: Message): ChangeEvent {
  const headers = headersOf(message);
  for (const name of required) assert.ok((headers[name] ?? '') !== '', `the event has no ${name}`);
  const { ce_id: id = '', ce_type: type = '', ce_subject: subject = '', ce_sequence: sequence = '' } = headers;
  assert.equal(headers['ce_specversion'], '1.0');
  assert.equal(headers['content-type'], 'application/json');
  assert.doesNotThrow(() => new URL(headers['ce_source'] ?? ''), 'source is a URI');
  assert.ok(z.iso.datetime({ offset: true }).safeParse(headers['ce_time']).success, 'time is by RFC 3339');
  assert.match(type, /^vn\.lienthong\.citizen\.[a-z-]+$/);
  for (const name of Object.keys(headers)) assert.match(name, /^(ce_[a-z0-9]{1,20}|content-type)$/);
  assert.equal(String(message.key), subject, 'the key is the subject');
  assert.equal(headers['ce_partitionkey'], subject, 'the partition key is the subject');
  const parsed = data.parse(JSON.parse(textOf(message)));
  assert.equal(parsed.person, subject);
  assert.equal(Number(sequence), parsed.revision, 'the sequence is the revision');
  assertTelling(type, parsed.changes);
  return { id, type, subject, sequence, data: parsed, content: JSON.stringify([headers, textOf(message)]) };
}

/** Every event tells of a changed field, or of a change in who somebody is. */
function assertTelling(type: string, changes: readonly unknown[]): void {
  const isOfIdentity = /\.(merged|split|identity-changed)$/.test(type);
  assert.ok(isOfIdentity || changes.length > 0, 'an event tells of a change');
}

/** Fails if one of these texts stands anywhere in a message: key, headers or value. */
export function assertNoneIn(message: Message, forbidden: readonly string[]): void {
  const everything = [String(message.key), JSON.stringify(headersOf(message)), textOf(message)].join('\n');
  assertFree(everything, forbidden, 'a message');
}

/** Fails if one of these texts, however capitalised, stands in a text; does not repeat it. */
export function assertFree(text: string, forbidden: readonly string[], where: string): void {
  const folded = text.normalize('NFC').toLowerCase();
  for (const [index, word] of forbidden.entries()) {
    const at = folded.indexOf(word.normalize('NFC').toLowerCase());
    const around = at === -1 ? '' : text.slice(Math.max(0, at - 80), at);
    assert.ok(at === -1, `${where} holds personal data (text ${index} of those looked for), after: ${around}`);
  }
}

/**
 * The promise of the change topic, over everything on it: per person the ids of every revision from 1 to the last are
 * there, first seen in order of sequence, and a repeat is the same in everything. Answers how many were repeats.
 */
export function assertComplete(messages: readonly Message[], revisions: ReadonlyMap<string, number>): number {
  const seen = new Map<string, ChangeEvent[]>();
  const contents = new Map<string, string>();
  let repeats = 0;
  for (const message of messages) {
    const event = readEvent(message);
    const known = contents.get(event.id);
    if (known !== undefined) {
      assert.equal(event.content, known, 'a repeat is identical');
      repeats += 1;
      continue;
    }
    contents.set(event.id, event.content);
    const before = seen.get(event.subject) ?? [];
    seen.set(event.subject, [...before, event]);
  }
  for (const [person, revision] of revisions) {
    const sequences = (seen.get(person) ?? []).map(({ data: { revision: own } }) => own);
    const expected = Array.from({ length: revision }, (_, index) => index + 1);
    assert.deepEqual(sequences, expected, `the events of ${person}: revisions 1 to ${revision}, in order`);
  }
  assert.deepEqual(
    [...seen.keys()].filter((person) => !revisions.has(person)),
    [],
    'events of persons not in the store',
  );
  return repeats;
}
