import assert from 'node:assert/strict';
import type { FieldAnswer, FormAnswer } from '../../../mappings/forms/answer.ts';
import type { IdentityCard, PartialDate } from '../../../mappings/canonical/types.ts';
import { compileForm } from '../../../mappings/forms/compile.ts';
import type { EvaluateContext, Whose } from '../../../mappings/forms/context.ts';
import { evaluateForm } from '../../../mappings/forms/evaluate.ts';
import type { PersonView } from '../../../mappings/forms/people.ts';
import { nameOf, sliceOf, statusOf } from '../mappings/support.ts';
import { fieldOf, formOf, populationView, shippedManifest, viewOf } from './support.ts';

const context: EvaluateContext = { unitName: () => undefined };
const number = '079190123456';
const person = populationView({
  fullName: nameOf('TRẦN THỊ HÒA BÌNH'),
  personalNumber: number,
  birthDate: { year: 1990, month: 5, day: 2 },
  sex: { scheme: 'sex', code: 'female' },
  headOfHousehold: { name: nameOf('LÊ QUANG HUY'), personalNumber: '079088222333' },
});

/** Fills a form of one field about one person. */
function fill(source: object, held: PersonView, more: Partial<EvaluateContext> = {}): FieldAnswer {
  const form = formOf([fieldOf('x', source)]);
  return evaluateForm(form, { byRole: { citizen: { held } } }, { ...context, ...more })['x'] ?? assert.fail();
}

const population = { source: 'population', asOf: '2026-01-01', lock: true, rule: 'population' };
const leads = { ...population, confidence: 'authoritative' };
const inCharge = { ...population, confidence: 'trusted' };

describe('a form', () => {
  const ct01 = compileForm(shippedManifest('ct01', '2024-01-01'));
  const evaluate = (held: PersonView, more: Partial<EvaluateContext> = {}): FormAnswer =>
    evaluateForm(ct01, { byRole: { citizen: { held } } }, { ...context, ...more });

  it('is filled field by field, each with where it comes from or the reason for none', () => {
    const answer = evaluate(person, { fields: new Set(['fullName', 'birthDate', 'sex', 'phone', 'headOfHouseholdName', 'headOfHouseholdNumber', 'relationshipToHead', 'requestedContent']) }); // prettier-ignore
    assert.deepEqual(answer, {
      fullName: { value: 'TRẦN THỊ HÒA BÌNH', raw: { text: 'TRẦN THỊ HÒA BÌNH' }, ...inCharge },
      birthDate: { value: '02/05/1990', raw: { year: 1990, month: 5, day: 2 }, ...inCharge },
      sex: { value: 'Nữ', raw: { scheme: 'sex', code: 'female' }, ...inCharge },
      phone: { reason: 'not-held' },
      headOfHouseholdName: { value: 'LÊ QUANG HUY', raw: { text: 'LÊ QUANG HUY' }, ...leads },
      relationshipToHead: { reason: 'not-held' },
      headOfHouseholdNumber: { value: '079088222333', raw: '079088222333', ...leads },
      requestedContent: { reason: 'declared-by-citizen' },
    });
  });

  it('answers what is asked for, in the order of the form, and everything if nothing is named', () => {
    assert.deepEqual(Object.keys(evaluate(person, { fields: new Set(['sex', 'fullName']) })), ['fullName', 'sex']);
    assert.deepEqual(Object.keys(evaluate(person)), ct01.manifest.fields.map(({ id }) => id)); // prettier-ignore
  });

  it('tells what is kept back from what is not held and from what could not be asked', () => {
    const absent = { reason: 'source-unavailable', since: '2026-01-05T00:00:00.000Z' } as const;
    const people = { byRole: { citizen: { held: person, absent } } };
    const refuse: EvaluateContext['refuse'] = (field) => (field === 'phone' ? 'not-permitted' : undefined);
    const answer = evaluateForm(ct01, people, { ...context, refuse });
    assert.deepEqual(answer['phone'], { reason: 'not-permitted' });
    assert.deepEqual(answer['email'], absent);
    assert.deepEqual(answer['requestedContent'], { reason: 'declared-by-citizen' });
    assert.equal('value' in (answer['fullName'] ?? {}), true);
  });
});

describe('a value of a form', () => {
  const declared = (phone: string): PersonView =>
    viewOf(sliceOf({ system: 'portal', act: 'declaration', fields: { phone } }));

  it('is reported and free to change where nobody in charge says it', () => {
    assert.deepEqual(fill({ path: 'phone' }, declared('0900000001')), {
      value: '0900000001',
      raw: '0900000001',
      source: 'portal',
      asOf: '2026-01-01',
      confidence: 'reported',
      lock: false,
      rule: 'declaration',
    });
  });

  it('is since the day of the act that made it so', () => {
    const correction = sliceOf({ system: 'civil-status', act: 'name-correction', asOf: '2026-02-03T01:02:03.000Z', fields: { fullName: nameOf('Trần Bình') } }); // prettier-ignore
    const answer = fill({ path: 'fullName' }, viewOf(correction));
    assert.deepEqual(answer, {
      value: 'Trần Bình',
      raw: { text: 'Trần Bình' },
      source: 'civil-status',
      asOf: '2026-02-03T01:02:03.000Z',
      validFrom: '2026-02-03',
      confidence: 'authoritative',
      lock: true,
      rule: 'name-correction',
    });
  });

  it('is not locked where the form says so', () => {
    const answer = fill({ path: 'fullName', lock: false }, person);
    assert.equal('lock' in answer && answer.lock, false);
  });

  it('comes from the first path that somebody holds', () => {
    const held = populationView({ oldIdentityNumber: '023456789' });
    const answer = fill({ path: ['personalNumber', 'oldIdentityNumber'] }, held);
    assert.equal('value' in answer && answer.value, '023456789');
  });

  it('passes over a path that may not be read or whose source is silent, not over one that is withheld', () => {
    const source = { path: ['permanentResidence.detail', 'personalNumber'] };
    const refuse: EvaluateContext['refuse'] = (field) => (field === 'permanentResidence' ? 'not-permitted' : undefined);
    const valueOf = (answer: FieldAnswer): string => ('value' in answer ? answer.value : 'reason' in answer ? answer.reason : ''); // prettier-ignore
    assert.equal(valueOf(fill(source, person, { refuse })), number);
    assert.equal(valueOf(fill(source, populationView({}), { refuse })), 'not-permitted');
    const form = formOf([fieldOf('x', source)]);
    const absent = { reason: 'source-unavailable', since: '2026-01-05T00:00:00.000Z' } as const;
    const away = { byRole: { citizen: { held: person, absent, silent: 'population' } } };
    assert.equal(valueOf(evaluateForm(form, away, context)['x'] ?? assert.fail()), number);
    const address = { country: 'VN', detail: 'Số 1', catalogue: 'unknown' } as const;
    const guarded = viewOf(
      sliceOf({ fields: { personalNumber: number, permanentResidence: address } }),
      sliceOf({ system: 'identity', act: 'identity', sourceKey: 'p', fields: { addressProtection: true } }),
    );
    assert.equal(valueOf(fill(source, guarded)), 'withheld');
  });

  it('is missing for want of a source only if that source ever states it', () => {
    const fields = ['maritalStatus', 'taxNumber'].map((path) => fieldOf(path, { path, format: path === 'taxNumber' ? undefined : 'words' })); // prettier-ignore
    const absent = { reason: 'source-unavailable', since: '2026-01-05T00:00:00.000Z' } as const;
    const people = { byRole: { citizen: { held: person, absent, silent: 'population' } } };
    const answer = evaluateForm(formOf(fields), people, context);
    assert.deepEqual(answer, { maritalStatus: absent, taxNumber: { reason: 'not-held' } });
  });

  it('is of no card from before the number was replaced, and of none without a number', () => {
    const source = { path: ['identityCard', 'personalNumber'], format: 'paper' };
    const card = { number: '079090000001', issuedBy: 'Cục A', issuedOn: { year: 2021, month: 5, day: 4 } };
    const paper = (identityCard: IdentityCard): string => {
      const answer = fill(source, populationView({ personalNumber: number, identityCard }));
      return 'value' in answer ? answer.value : assert.fail(JSON.stringify(answer));
    };
    assert.match(paper({ ...card, number }), /Cục A/);
    for (const old of [card, { issuedBy: 'Cục A' }]) assert.doesNotMatch(paper(old), /079090000001|Cục A/);
  });

  it('tells whose data it is: the record it is from, or both of whom one names the other', () => {
    const form = formOf([
      fieldOf('own', { path: 'fullName' }),
      fieldOf('none', { path: 'phone' }),
      fieldOf('head', { path: 'fullName', person: 'head' }),
    ], { citizen: {}, head: { links: [{ relation: 'headOfHousehold', of: 'citizen' }] } }); // prettier-ignore
    const given = new Map<string, ReadonlySet<Whose>>();
    evaluateForm(form, { byRole: { citizen: { held: person } } }, context, given);
    const named = ['head', new Set<Whose>([person, '079088222333'])];
    assert.deepEqual([...given], [['own', new Set([person])], named]);
  });

  it('tells what other systems say only to who may know', () => {
    const health = sliceOf({ system: 'health', act: 'health-record', sourceKey: 'h', asOf: '2025-01-01', fields: { fullName: nameOf('Trần Thị Bình') } }); // prettier-ignore
    const same = sliceOf({ system: 'portal', act: 'declaration', sourceKey: 'p', fields: { fullName: nameOf('Trần Thị Hoà Bình') } }); // prettier-ignore
    const main = sliceOf({ fields: { fullName: nameOf('TRẦN THỊ HÒA BÌNH') } });
    const held = viewOf(main, health, same);
    assert.equal('others' in fill({ path: 'fullName' }, held), false);
    const answer = fill({ path: 'fullName' }, held, { mayKnowOthers: () => true });
    const others = [{ system: 'health', value: 'Trần Thị Bình', asOf: '2025-01-01' }];
    assert.deepEqual('others' in answer && answer.others, others);
  });

  it('is a conflict where systems of equal standing disagree and nothing tells which is right', () => {
    const tax = (system: string, taxNumber: string): Parameters<typeof viewOf>[0] =>
      sliceOf({ system, act: 'state', sourceKey: system, fields: { taxNumber } });
    const held = viewOf(tax('portal', '8000000001'), tax('health', '8000000002'));
    const answer = fill({ path: 'taxNumber' }, held, { mayKnowOthers: () => true });
    assert.ok('reason' in answer);
    assert.deepEqual([answer.reason, [...(answer.candidates ?? [])].sort(), [...(answer.sources ?? [])].sort()], ['conflict', ['8000000001', '8000000002'], ['health', 'portal']]); // prettier-ignore
    const alone = fill({ path: 'taxNumber' }, held);
    const counts = held.merged.taxNumber;
    assert.deepEqual(alone, { reason: 'conflict', candidates: [counts?.value], sources: [counts?.system] });
  });

  it('is no conflict where what they say reads alike on the form', () => {
    const born = (system: string, missingDate: PartialDate): Parameters<typeof viewOf>[0] =>
      sliceOf({ system, act: 'state', sourceKey: system, fields: { missingDate } });
    const held = viewOf(born('portal', { year: 1990 }), born('health', { year: 1990, month: 5, day: 2 }));
    const year = fill({ path: 'missingDate', format: 'year' }, held);
    assert.equal('value' in year && year.value, '1990');
    assert.equal('reason' in fill({ path: 'missingDate', format: 'date' }, held), true);
  });

  it('is to be confirmed where it may be several, and cannot be written where it is none of the choices', () => {
    const held = populationView({ maritalStatus: statusOf('divorced-or-widowed') });
    const source = { path: 'maritalStatus', format: 'words' };
    assert.deepEqual(fill(source, held), {
      reason: 'needs-confirmation',
      candidates: ['Đã ly hôn', 'Vợ/chồng đã chết'],
      sources: ['population'],
    });
    const options = ['Nam', 'Nữ'].map((value) => ({ value, label: { vi: value, en: value } }));
    const form = formOf([fieldOf('x', { path: 'nationality', format: 'words' }, { type: 'choice', options })]);
    const french = populationView({ nationality: { scheme: 'iso-3166-1-alpha-2', code: 'FR' } });
    const answer = evaluateForm(form, { byRole: { citizen: { held: french } } }, context);
    assert.deepEqual(answer, { x: { reason: 'not-presentable' } });
  });

  it('is not given while it is being investigated', () => {
    const marked = sliceOf({ fields: { fullName: nameOf('Trần Bình') }, underInvestigation: ['fullName'] });
    const expected = { reason: 'under-investigation', candidates: ['Trần Bình'], sources: ['population'] };
    assert.deepEqual(fill({ path: 'fullName' }, viewOf(marked)), expected);
  });

  it('has no meaning for who is not meant, if who is in charge says so', () => {
    const appliesWhen = { path: 'maritalStatus', is: ['married'] };
    const form = formOf([fieldOf('x', { path: 'spouse.name' }, { appliesWhen })]);
    const answerOf = (held: PersonView): FormAnswer => evaluateForm(form, { byRole: { citizen: { held } } }, context);
    assert.deepEqual(answerOf(populationView({ maritalStatus: statusOf('never-married') })), { x: { reason: 'not-applicable' } }); // prettier-ignore
    assert.deepEqual(answerOf(populationView({ maritalStatus: statusOf('married') })), { x: { reason: 'not-held' } });
    assert.deepEqual(answerOf(populationView({})), { x: { reason: 'not-held' } });
    const told = viewOf(sliceOf({ system: 'portal', act: 'declaration', fields: { maritalStatus: statusOf('never-married') } })); // prettier-ignore
    assert.deepEqual(answerOf(told), { x: { reason: 'not-held' } });
    const unknown = { scheme: 'marital-status-qcvn109', code: '4' };
    assert.deepEqual(answerOf(populationView({ maritalStatus: unknown })), { x: { reason: 'not-held' } });
  });
});
