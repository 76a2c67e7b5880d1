import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AnswerToIssue, JsonValue } from '../../../hub/prefill/contract.ts';
import { sealKeysOf } from '../../../hub/prefill/keys.ts';
import { newSealKeys } from '../../../hub/prefill/new-keys.ts';
import { createPolicies } from '../../../hub/prefill/policies.ts';
import { sealSubjects } from '../../../hub/prefill/pseudonyms.ts';
import { createSeals } from '../../../hub/prefill/seals.ts';
import { judge } from '../../../hub/prefill/verify.ts';

type Keys = { keys: Record<string, string>[] };

function publicPart(key: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(key).filter(([name]) => name !== 'd'));
}

const parsed = (): Keys => JSON.parse(newSealKeys()) as Keys;

function sealsBy(file: Keys) {
  const subjects = sealSubjects('k'.repeat(32));
  return createSeals({ keys: sealKeysOf(file), subjects, issuer: 'urn:hub', validDays: 1, now: () => 0 });
}

function answerOf(values: Record<string, JsonValue>): AnswerToIssue {
  return {
    ...{ client: 'portal', purpose: 'TTHC', legalBasis: 'law', caseCode: 'C-1', form: 'ct01', version: '1' },
    ...{ subject: 'key', told: [], declarable: 1, requestId: 'r' },
    fields: Object.fromEntries(
      Object.entries(values).map(([id, value]) => [id, { value, sources: ['s'], persons: ['p'], authoritative: true }]),
    ),
  };
}

describe('seals', () => {
  it('of an older key are good while it is published, and forged after', async () => {
    const [old, next] = [parsed(), parsed()];
    const { seal } = sealsBy(old).make('id', answerOf({ a: 'x' }));
    const publicOld = old.keys.map(publicPart);
    assert.equal((await sealsBy({ keys: [...next.keys, ...publicOld] }).open(seal)).state, 'genuine');
    assert.equal((await sealsBy(next).open(seal)).state, 'forged');
  });

  it('tell any value from any other, in lists and maps too, whatever the order of members', async () => {
    const seals = sealsBy(parsed());
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const member = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), scalar);
    const value = fc.oneof(scalar, fc.array(fc.oneof(scalar, member)), member) as fc.Arbitrary<JsonValue>;
    await fc.assert(
      fc.asyncProperty(value, value, async (one, other) => {
        const { seal, fieldSeals } = seals.make('id', answerOf({ a: one }));
        const opened = await seals.open(seal);
        const salt = fieldSeals['a'];
        assert.deepEqual(judge(opened, { a: { value: reversed(one), seal: salt } }), { a: 'untouched' });
        const isSame = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        const expected = isSame ? 'untouched' : 'edited';
        assert.deepEqual(judge(opened, { a: { value: other, seal: salt } }), { a: expected });
      }),
      { numRuns: 100 },
    );
  });

  it('say nothing that leads from one case or client to another', () => {
    const subjects = sealSubjects('k'.repeat(32));
    const places = [
      { client: 'a', caseCode: 'C-1' },
      { client: 'a', caseCode: 'C-2' },
      { client: 'b', caseCode: 'C-1' },
    ];
    assert.equal(new Set(places.map((place) => subjects('key', place))).size, 3);
  });

  it('need keys that belong together, each with a name of its own, the first one private', () => {
    const [one, other] = [parsed().keys[0] ?? {}, parsed().keys[0] ?? {}];
    const wrong: [unknown, RegExp][] = [
      [{ keys: [] }, /keys/],
      [{ keys: [publicPart(one)] }, /keys\.0: expected a private key/],
      [{ keys: [one, { ...other, kid: one['kid'] }] }, /keys\.1\.kid/],
      [{ keys: [{ ...one, d: other['d'] }] }, /keys\.0: expected a private and a public part/],
    ];
    for (const [file, message] of wrong) assert.throws(() => sealKeysOf(file), message);
  });
});

describe('the policy table', () => {
  const row = {
    client: 'a',
    purposes: ['P'],
    forms: ['*'],
    classes: ['basic' as const],
    people: ['*'],
    others: false,
    deceased: 'filled' as const,
    legalBasis: 'l',
  };

  it('gives sensitive data only where the row has the class and the form marks the field', () => {
    const both = { ...row, forms: ['f1'], classes: ['basic' as const, 'sensitive' as const], people: ['applicant'] };
    const policies = createPolicies([row, both], ['f1', 'f2']);
    const asked = (form: string, isMarkedSensitive: boolean, role = 'applicant') =>
      policies.decide('a', 'P', form)?.allows({ fieldClass: 'sensitive', role, isMarkedSensitive });
    assert.deepEqual([asked('f1', true), asked('f1', false), asked('f2', true)], [true, false, false]);
    assert.equal(asked('f1', true, 'spouse'), false, 'another person');
    assert.equal(policies.decide('a', 'Q', 'f1'), undefined);
    assert.equal(policies.decide('b', 'P', 'f1'), undefined);
  });

  it('refuses to start with forms that are not there and rows that contradict', () => {
    assert.throws(
      () => createPolicies([row, { ...row, forms: ['fx'] }, row], ['f1']),
      /policies\.1\.forms: expected one of f1, or \*, found fx; prefill\.policies\.2: expected no second row/,
    );
  });
});

type Json = JsonValue;

function reversed(value: Json): Json {
  return mapMembers(value, (entries) => entries.reverse());
}

function sorted(value: Json): Json {
  return mapMembers(value, (entries) => entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function mapMembers(value: Json, change: (entries: [string, Json][]) => [string, Json][]): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: Json) => mapMembers(each, change));
  return Object.fromEntries(change(Object.entries(value)));
}
