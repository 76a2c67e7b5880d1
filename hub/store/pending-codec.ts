/**
 * Events as they stand in the documents they tell of. Nearly every write of a person writes one, and nearly none is read
 * again, so what the document tells is left out, and a change is two characters.
 */
import { citizenFieldNames, type CitizenField } from '../../mappings/canonical/citizen.ts';
import type { FieldChange } from '../changes/diff.ts';
import { eventId, type ChangeData, type PendingEvent } from '../changes/event.ts';
import { fieldNumbers } from './view-references.ts';

/** `record`: the cause as the event's data names it; `cause`: the message it came in. */
type StoredEvent = Pick<PendingEvent, 'type' | 'time' | 'revision' | 'cause'> &
  Pick<ChangeData, 'identity' | 'supersedes'> & { changes: string; record: ChangeData['cause'] };

/** As events stand in documents that no record has touched since: with their data as it is published. */
type EarlierEvent = Omit<PendingEvent, 'data'> & { data: string };

/** What stands for a change. It is in the store, so it stays. */
const changeNumbers: Readonly<Record<FieldChange['change'], number>> = {
  added: 0,
  changed: 1,
  removed: 2,
  corrected: 3,
};

/** Where printable characters begin. */
const base = 48;

const fieldOf: (CitizenField | undefined)[] = [];
for (const field of citizenFieldNames) fieldOf[fieldNumbers[field]] = field;
const changeOf = ['added', 'changed', 'removed', 'corrected'] as const;

/** The text of an event in its document. */
export function encodePending({ type, time, revision, data, cause }: PendingEvent): string {
  const { identity, supersedes, cause: record } = data;
  const stored: StoredEvent = {
    type,
    time,
    revision,
    changes: codesOf(data.changes),
    record,
    cause,
    ...(identity === undefined ? {} : { identity }),
    ...(supersedes === undefined ? {} : { supersedes }),
  };
  return JSON.stringify(stored);
}

/** The event in the document of `person`. Its data as JSON is what it was. */
export function decodePending(text: string, person: string): PendingEvent {
  const stored = JSON.parse(text) as StoredEvent | EarlierEvent;
  if ('data' in stored) return { ...stored, data: JSON.parse(stored.data) as ChangeData };
  const { type, time, revision, changes, record, cause, identity, supersedes } = stored;
  const data: ChangeData = {
    person,
    revision,
    changes: changesOf(changes),
    ...(identity === undefined ? {} : { identity }),
    cause: record,
    ...(supersedes === undefined ? {} : { supersedes }),
  };
  return { id: eventId(person, revision), type, time, revision, data, cause };
}

function codesOf(changes: readonly FieldChange[]): string {
  const codes: number[] = [];
  for (const { field, change } of changes) codes.push(fieldNumbers[field] + base, changeNumbers[change] + base);
  return String.fromCharCode(...codes);
}

function changesOf(codes: string): FieldChange[] {
  const changes: FieldChange[] = [];
  for (let at = 0; at < codes.length; at += 2) {
    const field = fieldOf[codes.charCodeAt(at) - base];
    const change = changeOf[codes.charCodeAt(at + 1) - base];
    if (field !== undefined && change !== undefined) changes.push({ field, change });
  }
  return changes;
}
