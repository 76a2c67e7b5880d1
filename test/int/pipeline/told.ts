/** Who is who by example: records of a clinic and acts, told one by one to a hub over a store in memory. */
import type { CitizenFields } from '../../../mappings/canonical/citizen.ts';
import type { IdentityAct } from '../../../mappings/canonical/identity-act.ts';
import { nameKeys } from '../../../mappings/lib/names.ts';
import { mappings } from '../../../mappings/registry.ts';
import type { CitizenDocument } from '../../../hub/store/citizens.ts';
import { matcher } from '../../unit/identity/support.ts';
import { keyOf } from './history.ts';
import { clinic, messagesOf, toRecord, type Draft } from './identities.ts';
import { inMemory, normaliser, reviewsInMemory, work, type StageOptions } from './stage.ts';

type Says = Partial<CitizenFields> & { number?: string };

/** One fact of a citizen the clinic names by number, in one version. */
export function citizen(number: string, says: Says, more: Partial<Draft> = {}): Draft {
  return statement({ scheme: 'personal-number', value: number }, { number, ...says }, more);
}

/** One fact of a patient the clinic names by its own key. */
export function patient(id: string, says: Says, more: Partial<Draft> = {}): Draft {
  return statement({ scheme: 'source-person', value: id }, says, more);
}

function statement(subject: Draft['subject'], says: Says, more: Partial<Draft>): Draft {
  const fact = { system: 'clinic', sourceKey: `${subject.value}-1`, sourceVersion: 1, operation: 'upsert' as const };
  return { ...fact, subject, body: JSON.stringify(says), ...more };
}

export const patientKey = (id: string): string => keyOf(id, 'clinic');

export const name = (text: string) => ({ text, keys: nameKeys(text) });

/** An act as it is filed with each of these; `personalNumber` is the one that replaced another. */
export function act(
  { id, version = 1, personalNumber }: { id: string; version?: number; personalNumber?: string },
  filings: readonly (readonly [node: string, act: IdentityAct])[],
): Draft[] {
  const grounds = { effectiveOn: '2026-01-15', by: 'test', reason: 'test', at: '2026-01-15T00:00:00.000Z' };
  return filings.map(([value, decided]) => ({
    ...{ system: 'identity', sourceKey: id, sourceVersion: version, operation: 'upsert' },
    subject: { scheme: 'person', value },
    body: JSON.stringify({ act: decided, ...grounds, ...(personalNumber === undefined ? {} : { personalNumber }) }),
  }));
}

/** That two keys are one person. */
export function sameAct(id: string, one: string, other: string): Draft[] {
  return act({ id }, [
    [one, { kind: 'same', other, survivor: one }],
    [other, { kind: 'same', other: one, survivor: one }],
  ]);
}

const known = new Map([clinic, ...mappings].map((mapping) => [mapping.id, mapping]));

/** A hub that heard nothing yet. */
export function hub() {
  const [store, reviews] = [inMemory(), reviewsInMemory()];
  let sent = 0;
  const stage = (options: StageOptions = {}) =>
    normaliser(store, [], { mappings: known, matcher, reviews, ...options });
  const messages = (drafts: readonly Draft[], topic = 'records.all') =>
    drafts.flatMap((draft) => {
      sent += 1;
      return messagesOf([toRecord(draft, sent)], topic).map((message) => ({ ...message, offset: sent }));
    });
  return {
    ...{ store, reviews, stage, messages },
    /** Tells the hub of these, so many at once; as if it had lost nothing. */
    tell: (drafts: readonly Draft[], size = 1) => work(messages(drafts), [size], stage()),
    /** The person known by a key, as they stand. */
    person: (key: string): CitizenDocument | undefined => {
      const document = store.held.get(key);
      return document?.leadsTo === undefined ? document : store.held.get(document.leadsTo);
    },
    /** The key of the person a key stands for. */
    leadOf: (key: string): string => store.held.get(key)?.leadsTo ?? key,
    questions: () => [...reviews.open.keys()].sort(),
  };
}
