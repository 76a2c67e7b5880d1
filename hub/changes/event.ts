/** Change events: CloudEvents 1.0 in Kafka's binary mode, one per person per applied change, without values. */
import type { Slice } from '../../mappings/canonical/slices.ts';
import type { OutMessage } from '../kafka/producer.ts';
import type { FieldChange } from './diff.ts';

/** Every type of change event. Subscribers treat one they do not know as `updated`. */
export const changeTypes = {
  created: 'vn.lienthong.citizen.created',
  updated: 'vn.lienthong.citizen.updated',
  corrected: 'vn.lienthong.citizen.corrected',
  died: 'vn.lienthong.citizen.died',
  identityChanged: 'vn.lienthong.citizen.identity-changed',
  merged: 'vn.lienthong.citizen.merged',
  split: 'vn.lienthong.citizen.split',
  protected: 'vn.lienthong.citizen.protected',
} as const;

export type ChangeType = (typeof changeTypes)[keyof typeof changeTypes];

/**
 * What happened to who somebody is. `into`: their records stand under another person now, who answers for both; `from`:
 * those of these persons stand here now; `to`: some of their records turned out to be these persons'.
 */
export type IdentityChange = { into: string } | { from: string[] } | { to: string[] };

/**
 * The data of a change event. `supersedes` is the id of the event that told of the earlier version of the same fact.
 */
export type ChangeData = {
  person: string;
  revision: number;
  changes: FieldChange[];
  identity?: IdentityChange;
  cause: { system: string; type: string; operation: string; recordId: string; asOf: string };
  supersedes?: string;
};

/** A change event as it is kept until it is known to be published. `cause` is the raw message that made it. */
export type PendingEvent = {
  id: string;
  type: string;
  time: string;
  revision: number;
  data: ChangeData;
  cause: { topic: string; partition: number; offset: number };
};

const source = 'urn:lienthong:citizens';

/** The id of the event of one revision of one person: the same whenever it is made or sent again. */
export function eventId(person: string, revision: number): string {
  return `${person}-${revision}`;
}

/** What happened, from the record that made it happen. */
export function changeType(slice: Slice, isNew: boolean, changes: readonly FieldChange[]): ChangeType {
  if (slice.act === 'identity') return typeOfAct(slice);
  if (isNew) return changeTypes.created;
  if (slice.operation !== 'upsert' || slice.act === 'name-correction') return changeTypes.corrected;
  if (slice.act === 'death' && changes.some(({ field }) => field === 'deathDate')) return changeTypes.died;
  return changeTypes.updated;
}

function typeOfAct({ identity }: Slice): ChangeType {
  return identity?.kind === 'protected' ? changeTypes.protected : changeTypes.identityChanged;
}

/**
 * The message of an event. `sequence` is the person's revision, padded so that it sorts as text; the partition key
 * is the person, so that one person's events stay in order.
 */
export function eventMessage(topic: string, person: string, event: PendingEvent): OutMessage {
  return {
    topic,
    key: person,
    value: Buffer.from(JSON.stringify(event.data)),
    headers: [
      ...constantHeaders,
      { ce_id: event.id },
      { ce_type: event.type },
      { ce_time: event.time },
      { ce_subject: person },
      { ce_sequence: String(event.revision).padStart(12, '0') },
      { ce_partitionkey: person },
    ],
  };
}

const constantHeaders = [{ ce_specversion: '1.0' }, { ce_source: source }, { 'content-type': 'application/json' }];
