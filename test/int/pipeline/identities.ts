/** Invented histories of who is who: people with numbers, patients without, and acts that join and part them. */
import fc from 'fast-check';
import type { IdentityAct } from '../../../mappings/canonical/identity-act.ts';
import type { CitizenFields } from '../../../mappings/canonical/citizen.ts';
import type { Features, Matcher } from '../../../hub/identity/matching/contract.ts';
import type { Message } from '../../../hub/kafka/consumer.ts';
import { encodeRawRecord, type RawRecord } from '../../../hub/records/raw-record.ts';
import { nameKeys } from '../../../mappings/lib/names.ts';
import type { Mapping } from '../../../mappings/contract.ts';
import { recordType } from '../../../mappings/identity/wire.ts';
import { compareDates } from '../../../mappings/lib/dates.ts';
import { noFurtherFeatures } from '../../support/no-matching.ts';
import { keyOf } from './history.ts';

export const numbers = ['079190000001', '079190000002', '079190000003'] as const;
export const patients = ['BN-1', 'BN-2', 'BN-3'] as const;
const names = ['Nguyễn Văn An', 'Trần Thị Bình'];
const births = [{ year: 1990, month: 5, day: 12 }, { year: 1990 }, { year: 1991, month: 1, day: 2 }];
const cards = ['024000001', '024000002'];

/** A system that names its patients by numbers of its own; what it says is in the hub's language already. */
export const clinic: Mapping = {
  id: 'clinic',
  version: 1,
  map({ body }, { receivedAt }) {
    const { number, ...fields } = JSON.parse(body) as CitizenFields & { number?: string };
    const stated = number === undefined ? {} : { personalNumber: number };
    return {
      ok: true,
      record: { personalNumber: number, act: 'health-record', asOf: receivedAt, fields: { ...fields, ...stated } },
      warnings: [],
    };
  },
};

/** Matching simple enough to be followed by hand: a card decides, else name and birth date. */
export const simpleMatcher: Matcher = {
  version: 'simple',
  margin: 2,
  featuresOf: (slices) => {
    const stated = slices.filter(({ operation, identity }) => operation === 'upsert' && identity === undefined);
    const fields = stated.map((slice) => slice.fields);
    return {
      names: fields.flatMap(({ fullName }) => fullName ?? []),
      birthDates: fields.flatMap(({ birthDate }) => birthDate ?? []),
      sex: undefined,
      personalNumbers: [],
      numbers: fields.flatMap(({ oldIdentityNumber: value }) =>
        value === undefined ? [] : [{ field: 'oldIdentityNumber', value, paired: false }],
      ),
      others: noFurtherFeatures,
    };
  },
  blocksOf: ({ names: stated, numbers: known }) =>
    [
      ...new Set([
        ...stated.map(({ keys }) => 1 + names.findIndex((name) => nameKeys(name).plain === keys.plain)),
        ...known.map(({ value }) => Number(value)),
      ]),
    ].sort((a, b) => a - b),
  judge: (one, other) => {
    const score = cardScore(one, other) + nameScore(one, other) + birthScore(one, other);
    return { band: score >= 9 ? 'same' : score >= 4 ? 'review' : 'new', score, rule: 'scored', evidence: [] };
  },
};

const some = <T>(one: readonly T[], other: readonly T[], isLike: (a: T, b: T) => boolean): boolean =>
  one.some((a) => other.some((b) => isLike(a, b)));

const cardScore = (one: Features, other: Features): number =>
  some(one.numbers, other.numbers, (a, b) => a.value === b.value) ? 5 : 0;
const nameScore = (one: Features, other: Features): number =>
  some(one.names, other.names, (a, b) => a.keys.plain === b.keys.plain) ? 4 : -4;

function birthScore(one: Features, other: Features): number {
  if (some(one.birthDates, other.birthDates, (a, b) => compareDates(a, b) === 'same')) return 5;
  if (one.birthDates.length === 0 || other.birthDates.length === 0) return 0;
  return some(one.birthDates, other.birthDates, (a, b) => compareDates(a, b) === 'compatible') ? 1 : -8;
}

const fields = fc.record(
  {
    fullName: fc.constantFrom(...names).map((text) => ({ text, keys: nameKeys(text) })),
    birthDate: fc.constantFrom(...births),
    oldIdentityNumber: fc.constantFrom(...cards),
    phone: fc.constantFrom('0900000001', '0900000002'),
  },
  { requiredKeys: ['fullName'] },
);

export type Draft = Pick<RawRecord, 'system' | 'sourceKey' | 'sourceVersion' | 'operation' | 'body'> & {
  subject: NonNullable<RawRecord['subject']>;
};

const operation = fc.oneof(
  { weight: 5, arbitrary: fc.constant('upsert' as const) },
  { weight: 1, arbitrary: fc.constant('annul' as const) },
);
const version = fc.integer({ min: 1, max: 4 });

/** What a clinic says of somebody: by number, or by its own patient, with or without the number. */
const statement = fc
  .record({
    who: fc.oneof(fc.constantFrom(...numbers), fc.constantFrom(...patients)),
    fact: fc.integer({ min: 1, max: 2 }),
    version,
    operation,
    says: fields,
    states: fc.option(fc.constantFrom(...numbers), { nil: undefined, freq: 3 }),
  })
  .map((drawn): Draft => {
    const isPatient = !/^\d/.test(drawn.who);
    const number = isPatient ? drawn.states : drawn.who;
    return {
      system: 'clinic',
      sourceKey: `${drawn.who}-${drawn.fact}`,
      sourceVersion: drawn.version,
      operation: drawn.operation,
      subject: { scheme: isPatient ? 'source-person' : 'personal-number', value: drawn.who },
      body: JSON.stringify({ ...drawn.says, ...(number === undefined ? {} : { number }) }),
    };
  });

const everybody = [...numbers.map((number) => keyOf(number)), ...patients.map((patient) => keyOf(patient, 'clinic'))];
const pair = fc.shuffledSubarray(everybody, { minLength: 2, maxLength: 2 });
const numberPair = fc.shuffledSubarray([...numbers], { minLength: 2, maxLength: 2 });

/** An act as filed with everybody it concerns, each with the number that replaced another, if it did. */
type Filing = { node: string; act: IdentityAct; personalNumber?: string };

const same = pair.map(([a = '', b = '']): Filing[] => [
  { node: a, act: { kind: 'same', other: b, survivor: a } },
  { node: b, act: { kind: 'same', other: a, survivor: a } },
]);
const distinct = pair.map(([a = '', b = '']): Filing[] => [
  { node: a, act: { kind: 'distinct', other: b } },
  { node: b, act: { kind: 'distinct', other: a } },
]);
const replaced = numberPair.map(([old = '', by = '']): Filing[] => {
  const act = { kind: 'number-replaced', old: keyOf(old), replacement: keyOf(by) } as const;
  return [keyOf(old), keyOf(by)].map((node) => ({ node, act, personalNumber: by }));
});
const split = fc
  .record({ who: fc.constantFrom(...numbers, ...patients), fact: fc.integer({ min: 1, max: 2 }), into: fc.nat(1) })
  .map(({ who, fact, into }): Filing[] => {
    const from = /^\d/.test(who) ? keyOf(who) : keyOf(who, 'clinic');
    const act = {
      kind: 'split',
      from,
      records: [{ system: 'clinic', sourceKey: `${who}-${fact}` }],
      into: keyOf(`split-${into}`, 'identity'),
    } as const;
    return [act.from, act.into].map((node) => ({ node, act }));
  });

const guarded = fc.constantFrom(...everybody).map((node): Filing[] => [{ node, act: { kind: 'protected' } }]);

const identityAct = fc
  .record({
    id: fc.integer({ min: 1, max: 6 }),
    version,
    operation,
    filings: fc.oneof(same, distinct, replaced, split, guarded),
  })
  .map(({ id, version: sourceVersion, operation: does, filings }): Draft[] =>
    filings.map(({ node, act, personalNumber }) => ({
      system: 'identity',
      // An act never becomes another one, only taken back.
      sourceKey: `act-${id}-${JSON.stringify([act, personalNumber]).length}-${act.kind}-${filings.map((each) => each.node).join('')}`,
      sourceVersion,
      operation: does,
      subject: { scheme: 'person' as const, value: node },
      body: JSON.stringify({
        act,
        effectiveOn: '2026-01-15',
        ...{ by: 'test', reason: 'test', at: '2026-01-15T00:00:00.000Z' },
        ...(personalNumber === undefined ? {} : { personalNumber }),
      }),
    })),
  );

export type IdentityRecord = { key: string; value: Buffer; [fc.toStringMethod]: () => string };

const draftId = ({ system, sourceKey, sourceVersion, subject }: Draft): string =>
  [system, sourceKey, sourceVersion, subject.value].join('/');

/** A history: some records and acts, no two with the same fact and version but different content. */
export const identityHistory: fc.Arbitrary<IdentityRecord[]> = fc
  .tuple(fc.array(statement, { minLength: 3, maxLength: 14 }), fc.array(identityAct, { maxLength: 4 }))
  .map(([statements, acts]) => {
    const drafts = [...statements, ...acts.flat()];
    const unique = new Map(drafts.map((draft) => [draftId(draft), draft]));
    return [...unique.values()].map(toRecord);
  });

/** A draft as a record of its own; a higher version was received later. */
export function toRecord(draft: Draft, index: number): IdentityRecord {
  const value = encodeRawRecord({
    ...{ id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, ...draft },
    type: draft.system === 'identity' ? recordType : 'statement',
    ...{ recordedAt: null, receivedAt: `2026-02-01T00:00:00.00${draft.sourceVersion}Z` },
    ...{ contentType: 'application/json', encoding: 'utf-8', faults: [] },
  });
  const { scheme, value: name } = draft.subject;
  const key = scheme === 'person' ? name : scheme === 'personal-number' ? keyOf(name) : keyOf(name, draft.system);
  const text = JSON.stringify([
    key.slice(0, 4),
    draft.system,
    draft.sourceKey,
    draft.sourceVersion,
    draft.operation,
    draft.body,
  ]);
  return { key, value, [fc.toStringMethod]: () => text };
}

/** The records as messages of one partition, in the order given. */
export function messagesOf(records: readonly IdentityRecord[], topic: string): Message[] {
  return records.map(({ key, value }, offset) => ({ topic, partition: 0, offset, key, value, size: value.length }));
}
