import assert from 'node:assert/strict';
import type { EvaluateContext } from '../../../mappings/forms/context.ts';
import { evaluateForm } from '../../../mappings/forms/evaluate.ts';
import { assign, follow, subjectRole, type People, type PersonView } from '../../../mappings/forms/people.ts';
import { nameOf, sliceOf } from '../mappings/support.ts';
import { fieldOf, formOf, populationView, viewOf } from './support.ts';

const context: EvaluateContext = { unitName: () => undefined };
const ids = { child: '079220000001', mother: '079190000002', father: '079088000003', grandmother: '079160000004' };

const records: ReadonlyMap<string, PersonView> = new Map([
  [ids.child, populationView({ personalNumber: ids.child, mother: { name: nameOf('LÊ MAI'), personalNumber: ids.mother } })], // prettier-ignore
  [ids.mother, populationView({ personalNumber: ids.mother, fullName: nameOf('LÊ THỊ MAI'), sex: { scheme: 'sex', code: 'female' }, spouse: { personalNumber: ids.father }, mother: { personalNumber: ids.grandmother } })], // prettier-ignore
  [ids.father, populationView({ personalNumber: ids.father, fullName: nameOf('ĐỖ HUY'), sex: { scheme: 'sex', code: 'male' } })], // prettier-ignore
]);

const form = formOf(
  [
    fieldOf('child', { path: 'personalNumber' }),
    fieldOf('mother', { person: 'mother', path: 'fullName' }),
    fieldOf('father', { person: 'father', path: 'fullName' }),
    fieldOf('applicant', { person: 'applicant', path: 'fullName' }),
    fieldOf('relation', { person: 'applicant', relationTo: 'child', same: 'Bản thân' }),
    fieldOf('grandmother', { person: 'grandmother', path: 'fullName' }),
  ],
  {
    child: {},
    grandmother: { links: [{ relation: 'mother', of: 'mother' }] },
    father: { links: [{ relation: 'father', of: 'child' }, { relation: 'spouse', of: 'mother', presumed: true }] }, // prettier-ignore
    mother: { links: [{ relation: 'mother', of: 'child' }] },
    applicant: { links: [{ relation: 'self', of: 'mother' }] },
  },
);

/** Reads records as the hub would, until nobody is wanted; answers who was read, round by round. */
function gather(people: People, options: Parameters<typeof follow>[2] = {}): { people: People; rounds: string[][] } {
  const rounds: string[][] = [];
  let known = people;
  for (;;) {
    const step = follow(form, known, options);
    known = step.people;
    if (step.wanted.length === 0) return { people: known, rounds };
    rounds.push(step.wanted.map(({ role }) => role));
    known = assign(known, step.wanted.map((wanted) => ({ wanted, held: records.get(wanted.personalNumber) }))); // prettier-ignore
  }
}

const start: People = { byRole: { child: { held: records.get(ids.child) } } };

describe('the people of a form', () => {
  it('are found along its links, each record read once', () => {
    assert.deepEqual(gather(start).rounds, [['mother'], ['grandmother', 'father']]);
  });

  it('are read only if a field asked for needs them, or leads to whom one needs', () => {
    assert.deepEqual(gather(start, { fields: new Set(['child']) }).rounds, []);
    assert.deepEqual(gather(start, { fields: new Set(['applicant']) }).rounds, [['mother']]);
    assert.deepEqual(gather(start, { fields: new Set(['relation']) }).rounds, [['mother']]);
  });

  it('are read only if the asker may know something of them', () => {
    const refuse: EvaluateContext['refuse'] = (_, role) => (role === 'father' ? 'not-permitted' : undefined);
    assert.deepEqual(gather(start, { refuse }).rounds, [['mother'], ['grandmother']]);
    const noRelation: EvaluateContext['refuse'] = (field) => (field === 'mother' ? 'not-permitted' : undefined);
    const { people, rounds } = gather(start, { refuse: noRelation });
    assert.deepEqual(rounds, []);
    const answer = evaluateForm(form, people, { ...context, refuse: noRelation });
    assert.deepEqual(answer['mother'], { reason: 'not-permitted' });
  });

  it('fill their fields, locked only where whoever is in charge says who they are', () => {
    const answer = evaluateForm(form, gather(start).people, context);
    const locks = Object.entries(answer).map(([id, field]) => [id, 'value' in field ? [field.value, field.lock] : field]); // prettier-ignore
    assert.deepEqual(Object.fromEntries(locks), {
      child: [ids.child, true],
      mother: ['LÊ THỊ MAI', true],
      father: ['ĐỖ HUY', false],
      applicant: ['LÊ THỊ MAI', true],
      relation: ['Mẹ', true],
      grandmother: { reason: 'not-held' },
    });
  });

  it('are told by the record that names them where their own is not held, or could not be read', () => {
    const answer = evaluateForm(form, start, context)['mother'];
    assert.equal(answer !== undefined && 'value' in answer && answer.value, 'LÊ MAI');
    const refuse: EvaluateContext['refuse'] = (_, role) => (role === 'mother' ? 'not-permitted' : undefined);
    assert.deepEqual(evaluateForm(form, start, { ...context, refuse })['mother'], answer);
    const away = { reason: 'source-unavailable' } as const;
    const read = { wanted: { role: 'mother', personalNumber: ids.mother, via: { relation: 'mother', of: 'child' } as const }, held: undefined, absent: away }; // prettier-ignore
    assert.deepEqual(evaluateForm(form, assign(start, [read]), context)['mother'], answer);
  });

  it('are in the role their sex tells, where a request may be about either of two', () => {
    const roles = { wife: { sex: 'female' }, husband: { sex: 'male' } };
    const fields = Object.keys(roles).map((role) => fieldOf(role, { path: 'fullName', person: role }));
    const both = formOf(fields, roles, { subject: ['wife', 'husband'] });
    assert.equal(subjectRole(both, records.get(ids.father)), 'husband');
    assert.equal(subjectRole(both, records.get(ids.mother)), 'wife');
    assert.equal(subjectRole(both, undefined), 'wife');
  });
});

describe('a table of a form', () => {
  const table = formOf(
    [
      fieldOf('household', { rows: 'member' }, {
        type: 'table',
        columns: [
          fieldOf('name', { path: 'fullName' }),
          fieldOf('born', { path: 'birthDate', format: 'date' }),
          fieldOf('wish', { declaredByCitizen: 'It is theirs.' }),
        ],
      }), // prettier-ignore
    ],
    { citizen: {}, member: { links: [{ relation: 'householdMembers', of: 'citizen' }] } },
  );
  const members = [{ name: nameOf('AN'), personalNumber: ids.mother }, { name: nameOf('BÌNH') }];
  const byRole = { citizen: { held: populationView({ householdMembers: members }) } };

  it('has a row per person, by their own record where it is held, and is never locked', () => {
    const { wanted } = follow(table, { byRole });
    assert.deepEqual(wanted.map(({ personalNumber }) => personalNumber), [ids.mother]); // prettier-ignore
    const held = populationView({ fullName: nameOf('LÊ AN'), birthDate: { year: 1990 } });
    const people = assign({ byRole }, wanted.map((each) => ({ wanted: each, held }))); // prettier-ignore
    assert.deepEqual(follow(table, people).wanted, []);
    const answer = evaluateForm(table, people, context)['household'];
    assert.ok(answer !== undefined && 'rows' in answer);
    assert.equal(answer.lock, false);
    const shown = answer.rows.map((row) => Object.values(row).map((cell) => ('value' in cell ? cell.value : cell.reason))); // prettier-ignore
    assert.deepEqual(shown, [
      ['LÊ AN', '1990', 'declared-by-citizen'],
      ['BÌNH', 'not-held', 'declared-by-citizen'],
    ]);
  });

  it('is not told where the list is kept back, not held, or being investigated', () => {
    const refuse: EvaluateContext['refuse'] = () => 'not-permitted';
    assert.deepEqual(evaluateForm(table, { byRole }, { ...context, refuse })['household'], { reason: 'not-permitted' });
    assert.deepEqual(evaluateForm(table, { byRole: { citizen: {} } }, context)['household'], { reason: 'not-held' });
    const marked = sliceOf({ fields: { householdMembers: members }, underInvestigation: ['householdMembers'] });
    const investigated = { byRole: { citizen: { held: viewOf(marked) } } };
    assert.deepEqual(evaluateForm(table, investigated, context)['household'], { reason: 'under-investigation' });
  });
});
