/** Address protection: where somebody lives, and how to reach them, stands in no answer, whoever's form reaches them. */
import assert from 'node:assert/strict';
import { citizenFieldNames, type CitizenFields } from '../../../mappings/canonical/citizen.ts';
import { isProtected } from '../../../mappings/canonical/protection.ts';
import { evaluateForm } from '../../../mappings/forms/evaluate.ts';
import type { PersonView } from '../../../mappings/forms/people.ts';
import { nameOf, sliceOf } from '../mappings/support.ts';
import { fieldOf, formOf, viewOf } from './support.ts';

const secret = 'số 77 ngõ Không Ai Biết';
const permanentResidence = { country: 'VN', province: '79', detail: secret, catalogue: 'since-2025-07' };
const own: CitizenFields = { fullName: nameOf('LÊ MAI'), personalNumber: '079190000002', permanentResidence };
const act = sliceOf({ system: 'identity', act: 'identity', fields: { addressProtection: true } });

function somebody(...more: Parameters<typeof viewOf>): PersonView {
  const declared = sliceOf({ system: 'portal', act: 'declaration', fields: { phone: '0900000077' } });
  return viewOf(sliceOf({ fields: own }), declared, ...more);
}

const form = formOf(
  [
    fieldOf('name', { person: 'mother', path: 'fullName' }),
    fieldOf('address', { person: 'mother', path: ['temporaryResidence', 'permanentResidence'], format: 'address' }),
    fieldOf('phone', { person: 'mother', path: 'phone' }),
    fieldOf('email', { person: 'mother', path: 'email' }),
    fieldOf('rows', { rows: 'member' }, { type: 'table', columns: [
      fieldOf('name', { path: 'fullName' }),
      fieldOf('address', { path: 'permanentResidence', format: 'address' }),
    ] }), // prettier-ignore
  ],
  {
    child: {},
    mother: { links: [{ relation: 'mother', of: 'child' }] },
    member: { links: [{ relation: 'householdMembers', of: 'child' }] },
  },
);

function answerWith(held: PersonView) {
  const relative = { name: nameOf('LÊ MAI'), personalNumber: '079190000002' };
  const child = viewOf(sliceOf({ fields: { mother: relative, householdMembers: [relative] } }));
  const people = {
    byRole: { child: { held: child }, mother: { held, via: { relation: 'mother', of: 'child' } as const } },
    rows: { member: new Map([['079190000002', { held }]]) },
  };
  return evaluateForm(form, people, { unitName: () => 'Thành phố', mayKnowOthers: () => true });
}

describe('a person who is protected', () => {
  it('is told by name, and by nothing that says where they are', () => {
    assert.ok(JSON.stringify(answerWith(somebody())).includes(secret), 'told of anybody else');
    const answer = answerWith(somebody(act));
    assert.equal('value' in (answer['name'] ?? {}), true);
    assert.deepEqual(answer['address'], { reason: 'withheld' });
    assert.deepEqual(answer['phone'], { reason: 'withheld' });
    assert.deepEqual(answer['email'], { reason: 'not-held' }, 'what nobody holds is not withheld');
    const table = answer['rows'];
    const row = table !== undefined && 'rows' in table ? table.rows[0] : undefined;
    assert.deepEqual(row?.['address'], { reason: 'withheld' });
    assert.equal(row['name'] !== undefined && 'value' in row['name'], true);
    const text = JSON.stringify(answer);
    for (const kept of [secret, '0900000077']) assert.ok(!text.includes(kept), kept);
  });

  it('is so while the act stands, and no longer', () => {
    const annulled = { ...act, operation: 'annul' as const, fields: {} };
    assert.deepEqual(answerWith(somebody(annulled)), answerWith(somebody()));
  });

  it('is not told of to be so', () => {
    const { merged } = somebody(act);
    const kept = citizenFieldNames.filter((field) => isProtected(field, merged));
    assert.deepEqual(kept, ['permanentResidence', 'temporaryResidence', 'currentResidence', 'phone', 'email', 'addressProtection']); // prettier-ignore
  });
});
