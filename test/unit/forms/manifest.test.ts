import assert from 'node:assert/strict';
import { checkManifest } from '../../../mappings/forms/check.ts';
import { fieldOf, manifestOf } from './support.ts';

function problemsOf(read: unknown): string[] {
  const checked = checkManifest(read);
  return checked.ok ? [] : checked.problems;
}

const name = fieldOf('name', { path: 'fullName' });

describe('a form’s manifest', () => {
  it('is refused with every fault named at once, each by its place', () => {
    const fields = [
      name,
      fieldOf('name', { path: 'shoeSize' }),
      fieldOf('b', { path: 'headOfHousehold.shoes' }),
      fieldOf('c', { path: 'constructor' }),
      fieldOf('d', { path: 'headOfHousehold.name.text' }),
      fieldOf('e', { path: 'birthDate', format: 'capitals' }),
      fieldOf('f', { path: 'ethnicity', format: 'words' }),
      fieldOf('g', { path: 'fullName', sensitive: true }),
      fieldOf('h', { path: 'fullName', person: 'neighbour' }),
      fieldOf('i', { path: 'fullName', person: 'child' }),
      fieldOf('j', { path: 'sex', format: 'words' }, { type: 'choice' }),
      fieldOf('k', { path: 'fullName' }, { type: 'table' }),
      fieldOf('l', { rows: 'citizen' }, { type: 'table', columns: [fieldOf('m', { path: 'fullName' }), fieldOf('m', { path: 'religion', format: 'words' })] }), // prettier-ignore
      fieldOf('n', { path: 'fullName' }, { appliesWhen: { path: 'fullName', is: ['x'] } }),
      fieldOf('o', { path: 'fullName' }, { suggested: true }),
      fieldOf('p', { path: 'sex', format: 'words' }, { type: 'choice', options: ['Nam', 'Nam'].map((value) => ({ value, label: { vi: 'a', en: 'b' } })) }), // prettier-ignore
    ];
    const roles = {
      citizen: {},
      child: { links: [{ relation: 'children', of: 'citizen' }, { relation: 'represented', of: 'stranger' }] }, // prettier-ignore
      lonely: {},
    };
    assert.deepEqual(problemsOf(manifestOf(fields, roles, { subject: ['citizen', 'nobody'] })), [
      'subject: nobody is no role',
      'roles.child.links.0.relation: a role of rows has one link',
      'roles.child.links.1.of: stranger is no other role',
      'roles.child.links.1.relation: a role of rows has one link',
      'roles.lonely: no field is about them',
      'fields.1.id: name is there twice',
      'fields.1.source.path: shoeSize is not a canonical field',
      'fields.2.source.path: headOfHousehold.shoes is not a canonical field',
      'fields.3.source.path: constructor is not a canonical field',
      'fields.5.source.format: capitals does not write what birthDate holds',
      'fields.6.source.sensitive: expected true, the field being sensitive personal data',
      'fields.7.source.sensitive: the field is not sensitive personal data',
      'fields.8.source: neighbour is no role',
      'fields.9.source: child are the rows of a table',
      'fields.10.options: given for a choice, and for nothing else',
      'fields.11.columns: given for a table, and for nothing else',
      'fields.11.source: expected rows, or why the citizen declares the table',
      'fields.12.source.rows: expected a role found by a relation to several',
      'fields.12.columns.1.id: m is there twice',
      'fields.12.columns.1.source.sensitive: expected true, the field being sensitive personal data',
      'fields.13.appliesWhen.path: fullName holds no code',
      'fields.14.suggested: a guess of the import; review the source, then delete this line',
      'fields.15.options: Nam is there twice',
    ]);
  });

  it('is refused where its shape is wrong, by place', () => {
    const fields = [fieldOf('a', { path: 'fullName', formatt: 'x' }), fieldOf('b', { declaredByCitizen: '' })];
    const places = problemsOf(
      manifestOf(fields, { citizen: {} }, { version: 'new', draft: 'no', legalSource: 'Circular 1', more: 1 }),
    ).map((problem) => problem.split(':')[0]);
    assert.deepEqual(places.sort(), [
      ...['', 'draft', 'fields.0.source', 'fields.1.source.declaredByCitizen', 'legalSource', 'version'],
    ]);
  });

  it('is refused where a draft does not say what is unconfirmed', () => {
    assert.deepEqual(problemsOf(manifestOf([name], undefined, { draft: true })), [
      'note: expected what is not confirmed, the manifest being a draft',
    ]);
    assert.deepEqual(problemsOf(manifestOf([name], undefined, { draft: true, note: 'the order' })), []);
  });
});
