/** A person goes into the store and comes out the same. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeCitizen, decodeView, encodeCitizen } from '../../../hub/store/citizen-codec.ts';
import type { CitizenDocument, PendingEvent } from '../../../hub/store/citizens.ts';
import { fieldNumbers, ruleNumbers } from '../../../hub/store/view-references.ts';
import type { MergedView, Slice } from '../../../mappings/canonical/slices.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import { statementsOf } from '../../../mappings/statements.ts';
import { anyFacts, nameOf, sliceOf } from '../mappings/support.ts';

function documentOf(facts: readonly Slice[], merged: MergedView = mergeSlices(facts)): CitizenDocument {
  return {
    _id: 'person',
    etag: 'etag',
    revision: facts.length,
    identifiers: [{ scheme: 'personal-number', value: '079190000001' }],
    slices: facts.map((slice, index) => ({ ...slice, revision: index })),
    pending: [],
    updatedAt: new Date(0),
    merged,
    blocks: [],
    open: [],
  };
}

/** Plain, as JSON is: without the texts slices were read as, and without the prototypes of a generator. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('a person in the store', () => {
  const row = sliceOf({ fields: { fullName: nameOf('DÂN CƯ'), phone: '0900000001', deathDate: { year: 2025 } } });
  const birth = sliceOf({ system: 'civil-status', act: 'birth', fields: { fullName: nameOf('Khai Sinh') } });
  const slices = [birth, { ...row, underInvestigation: ['deathDate' as const] }];

  it('is read as it was written, in the order of fields too, and again when written back', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const document = documentOf(facts);
        const stored = encodeCitizen(document);
        const read = decodeCitizen(stored);
        assert.deepEqual(plain(read), plain(document));
        assert.deepEqual(Object.keys(read.merged), Object.keys(document.merged));
        assert.deepEqual(encodeCitizen(read), stored);
        const view = decodeView(stored);
        assert.deepEqual(plain(view.merged), plain(document.merged));
        assert.deepEqual(new Set(view.systems), new Set(facts.map(({ system }) => system)));
        assert.deepEqual(plain(view.statements('fullName')), plain(statementsOf(facts, 'fullName')));
      }),
      { numRuns: 500 },
    );
  });

  it('is as an earlier table of precedence decided, until a record comes', () => {
    const now = mergeSlices(slices);
    const before = mergeSlices([birth]);
    assert.ok(before.fullName !== undefined && now.deathDate !== undefined);
    const earlier: MergedView = { fullName: before.fullName, deathDate: now.deathDate };
    assert.notDeepEqual(now.fullName, before.fullName);
    assert.deepEqual(decodeView(encodeCitizen(documentOf(slices, earlier))).merged, earlier);
  });

  it('is read where the view stands by names, as it was stored before', () => {
    const stored = encodeCitizen(documentOf(slices));
    const merged = '{"fullName":[1,"population"],"deathDate":[1,"population"],"phone":[1,"newest"]}';
    assert.deepEqual(decodeView({ ...stored, merged }).merged, mergeSlices(slices));
    assert.deepEqual(Object.keys(decodeView({ ...stored, merged: '{"phone":[1,"newest"]}' }).merged), ['phone']);
  });

  describe('with an event that may not be published yet', () => {
    const cause = { topic: 'records.population', partition: 3, offset: 17 };
    const record = { system: 'population', type: 'row', operation: 'upsert', recordId: 'r1', asOf: '2026-01-02' };
    const kinds = ['added', 'changed', 'removed', 'corrected'] as const;
    const changes = Object.keys(fieldNumbers).map((field, index) => {
      return { field: field as keyof typeof fieldNumbers, change: kinds[index % kinds.length] ?? 'added' };
    });
    const told = { person: 'person', revision: 7, changes };
    const plainEvent = { ...{ id: 'person-7', type: 'updated', time: '2026-01-03T00:00:00.000Z', revision: 7 }, cause };
    const events: PendingEvent[] = [
      { ...plainEvent, data: { ...told, cause: record } },
      { ...plainEvent, data: { ...told, identity: { into: 'other' }, cause: record, supersedes: 'person-5' } },
    ];

    it('is read with the data it would be published with, to the letter', () => {
      const pending = decodeCitizen(encodeCitizen({ ...documentOf(slices), pending: events })).pending;
      assert.deepEqual(pending, events);
      assert.equal(JSON.stringify(pending.map(({ data }) => data)), JSON.stringify(events.map(({ data }) => data)));
    });

    it('is read where the data stands as text, as it was stored before', () => {
      const pending = events.map(({ data, ...event }) => JSON.stringify({ ...event, data: JSON.stringify(data) }));
      assert.deepEqual(decodeCitizen({ ...encodeCitizen(documentOf(slices)), pending }).pending, events);
    });
  });

  it('has a number for every field and rule that is no other’s, and keeps it', () => {
    for (const numbers of [Object.values(fieldNumbers), Object.values(ruleNumbers)]) {
      assert.deepEqual([...new Set(numbers)].sort((one, other) => one - other), [...numbers.keys()]); // prettier-ignore
    }
    assert.equal(encodeCitizen(documentOf(slices)).merged, '021L21N01');
  });
});
