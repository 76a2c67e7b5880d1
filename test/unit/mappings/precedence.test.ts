import assert from 'node:assert/strict';
import fc from 'fast-check';
import { citizenFieldNames } from '../../../mappings/canonical/citizen.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { precedence, rules, type PrecedenceTable } from '../../../mappings/precedence-table.ts';
import { checkPrecedence, mergeSlices } from '../../../mappings/precedence.ts';
import { mappings } from '../../../mappings/registry.ts';
import { anyFacts, nameOf, sliceOf, stating, statusOf, unmarked } from './support.ts';

const population = (part: Partial<Slice>): Slice => sliceOf({ sourceKey: 'p', ...part });
const civil = (act: Slice['act'], part: Partial<Slice>): Slice =>
  sliceOf({ system: 'civil-status', sourceKey: act, act, ...part });

function fullNameOf(slices: readonly Slice[]): unknown {
  const { fullName } = mergeSlices(slices);
  return [fullName?.value.text, fullName?.rule];
}

describe('precedence', () => {
  const birth = civil('birth', { asOf: '1990-05-12', fields: { fullName: nameOf('Khai Sinh') } });
  const row = population({ asOf: '2025-01-01', fields: { fullName: nameOf('DÂN CƯ') } });
  const first = civil('name-correction', { asOf: '2019-01-01', fields: { fullName: nameOf('Mới Một') } });
  const second = { ...first, sourceKey: 'second', asOf: '2024-01-01', fields: { fullName: nameOf('Mới Hai') } };
  const marriage = civil('marriage', {
    asOf: '2025-06-01',
    fields: {
      fullName: nameOf('Nhắc Đến'),
      maritalStatus: statusOf('married'),
      spouse: { name: nameOf('Bạn Đời') },
    },
  });

  it('of a name: the newest correction, then the population database, then the birth act, then a mention', () => {
    assert.deepEqual(fullNameOf([birth, row, first, second, marriage]), ['Mới Hai', 'name-correction']);
    assert.deepEqual(fullNameOf([birth, row, marriage]), ['DÂN CƯ', 'population']);
    assert.deepEqual(fullNameOf([birth, marriage]), ['Khai Sinh', 'birth-act-name']);
    assert.deepEqual(fullNameOf([marriage]), ['Nhắc Đến', 'mention']);
  });

  it('of telephone and e-mail: the newest declaration at the portal, then the newest statement', () => {
    const declared = (asOf: string, phone: string): Slice =>
      sliceOf({ system: 'portal', act: 'declaration', sourceKey: asOf, asOf, fields: { phone, email: phone } });
    const other = population({ asOf: '2026-02-01', fields: { phone: 'population', email: 'population' } });
    const decided = (slices: readonly Slice[]) => {
      const { phone, email } = mergeSlices(slices);
      return [phone?.value, email?.value, phone?.rule];
    };
    const slices = [other, declared('2025-01-01', 'first'), declared('2025-06-01', 'second')];
    assert.deepEqual(decided(slices), ['second', 'second', 'declaration']);
    assert.deepEqual(decided([other]), ['population', 'population', 'newest']);
  });

  it('of marital status: the marriage act, unless its end is known later', () => {
    const status = (code: string, asOf: string) => population({ asOf, fields: { maritalStatus: statusOf(code) } });
    const decided = (slice: Slice) => {
      const { maritalStatus, spouse } = mergeSlices([marriage, slice]);
      return [maritalStatus?.value.code, maritalStatus?.rule, spouse?.value.name?.text];
    };
    assert.deepEqual(decided(status('never-married', '2026-01-01')), ['married', 'marriage-act', 'Bạn Đời']);
    assert.deepEqual(decided(status('divorced-or-widowed', '2025-01-01')), ['married', 'marriage-act', 'Bạn Đời']);
    assert.deepEqual(decided(status('divorced-or-widowed', '2026-01-01')), ['divorced-or-widowed', 'marriage-end-undated', undefined]); // prettier-ignore
  });

  it('of a marriage’s end: trusted, but where a marriage act is held, since it may be of an earlier marriage', () => {
    const ended = population({ asOf: '2026-01-01', fields: { maritalStatus: statusOf('divorced-or-widowed') } });
    const decided = (slices: Slice[]) => {
      const { maritalStatus } = mergeSlices(slices);
      return [maritalStatus?.value.code, maritalStatus?.rule, maritalStatus?.trusted];
    };
    assert.deepEqual(decided([ended]), ['divorced-or-widowed', 'marriage-ended', true]);
    assert.deepEqual(decided([ended, marriage]), ['divorced-or-widowed', 'marriage-end-undated', false]);
    const annulled: Slice = { ...marriage, operation: 'annul', fields: {} };
    assert.deepEqual(decided([ended, annulled]), ['divorced-or-widowed', 'marriage-ended', true]);
    const again = { ...marriage, sourceKey: 'again', asOf: '2026-02-01' };
    assert.deepEqual(decided([marriage, ended, again]), ['married', 'marriage-act', true]);
  });

  it('of a spouse: nobody once the marriage has ended, whoever named them until then; somebody named since counts', () => {
    const ended = population({ asOf: '2026-01-01', fields: { maritalStatus: statusOf('divorced-or-widowed') } });
    const message = (asOf: string) =>
      sliceOf({ system: 'qcvn109', asOf, fields: { spouse: { name: { text: 'Bạn Đời' } } } });
    assert.equal(mergeSlices([ended, message('2025-12-31')]).spouse, undefined);
    assert.equal(mergeSlices([ended, message('2026-02-01')]).spouse?.rule, 'national-message');
  });

  it('of the facts of birth and death is with civil status', () => {
    const birthDate = { year: 1990, month: 5, day: 12 };
    const view = mergeSlices([
      population({ asOf: '2026-02-01', fields: { birthDate: { year: 1990 }, deathDate: { year: 2026 } } }),
      civil('birth', { asOf: '1990-05-12', fields: { birthDate } }),
      civil('death', { asOf: '2026-01-01', fields: { deathDate: { year: 2026, month: 1, day: 1 } } }),
    ]);
    assert.deepEqual([view.birthDate?.value, view.birthDate?.rule], [birthDate, 'birth-act']);
    assert.deepEqual([view.deathDate?.value.day, view.deathDate?.rule], [1, 'death-act']);
  });

  it('of blood group and insurance card is with the health system, which leads for nothing else', () => {
    const fields = {
      fullName: nameOf('BINH NHAN'),
      bloodGroup: { scheme: 'abo', code: 'O' },
      birthDate: { year: 1991 },
      sex: { scheme: 'sex', code: 'male' },
    };
    const health = sliceOf({ system: 'health', act: 'health-record', asOf: '2026-02-01', fields: { ...fields, healthInsuranceNumber: '7912345678' } }); // prettier-ignore
    const other = { bloodGroup: { scheme: 'abo', code: 'A' }, birthDate: { year: 1990 }, sex: { scheme: 'sex', code: 'female' } }; // prettier-ignore
    const later = population({ asOf: '2026-03-01', fields: { ...other, fullName: nameOf('DÂN CƯ'), healthInsuranceNumber: '7900000000' } }); // prettier-ignore
    const view = mergeSlices([health, later]);
    assert.deepEqual([view.bloodGroup?.value.code, view.bloodGroup?.rule], ['O', 'health']);
    assert.deepEqual([view.healthInsuranceNumber?.value, view.healthInsuranceNumber?.rule], ['7912345678', 'health']);
    for (const field of ['fullName', 'birthDate', 'sex'] as const) assert.equal(view[field]?.system, 'population');
    assert.equal(mergeSlices([later]).bloodGroup?.rule, 'population');
  });

  it('of residence is with the population database; of what none leads, with the newest', () => {
    const home = { country: 'VN', province: '79', catalogue: 'unknown' } as const;
    const other = sliceOf({ system: 'health', asOf: '2026-02-01', fields: { currentResidence: { ...home, province: '01' }, phone: '0900000002' } }); // prettier-ignore
    const view = mergeSlices([other, population({ fields: { currentResidence: home, phone: '0900000001' } })]);
    assert.deepEqual([view.currentResidence?.value.province, view.currentResidence?.rule], ['79', 'population']);
    assert.deepEqual([view.phone?.value, view.phone?.rule, view.phone?.system], ['0900000002', 'newest', 'health']);
  });

  it('of what a system issues or measures is with that system', () => {
    const insured = sliceOf({ system: 'social-insurance', act: 'enrolment', fields: { socialInsuranceNumber: '7900000001', healthInsuranceNumber: 'GD4790000000001' } }); // prettier-ignore
    const patient = sliceOf({ system: 'health', act: 'health-record', asOf: '2020-01-01', fields: { socialInsuranceNumber: '7900000002', healthInsuranceNumber: 'GD4790000000002', bloodGroup: { scheme: 'abo', code: 'O' } } }); // prettier-ignore
    const view = mergeSlices([insured, patient, population({ fields: { bloodGroup: { scheme: 'abo', code: 'A' } } })]);
    const decided = (['socialInsuranceNumber', 'healthInsuranceNumber', 'bloodGroup'] as const).map((field) => {
      const { value, rule, trusted } = view[field] ?? assert.fail(field);
      return [value, rule, trusted];
    });
    assert.deepEqual(decided, [
      ['7900000001', 'social-insurance', true],
      ['GD4790000000002', 'health', true],
      [{ scheme: 'abo', code: 'O' }, 'health', true],
    ]);
  });

  it('of a telephone number: the newest declaration, which is never trusted', () => {
    const declared = (asOf: string, phone: string) =>
      sliceOf({ system: 'portal', act: 'declaration', sourceKey: asOf, asOf, fields: { phone } });
    const health = sliceOf({ system: 'health', asOf: '2026-06-01', fields: { phone: '0900000009' } });
    const { phone } = mergeSlices([declared('2025-01-01', '0900000001'), declared('2025-06-01', '0900000002'), health]);
    assert.deepEqual([phone?.value, phone?.rule, phone?.trusted], ['0900000002', 'declaration', false]);
  });

  it('of the personal number: the act that replaced it, then the population database, then acts', () => {
    const replaced = sliceOf({ system: 'identity', act: 'identity', asOf: '2024-01-01', fields: { personalNumber: '079190000002' } }); // prettier-ignore
    const held = population({ asOf: '2026-01-01', fields: { personalNumber: '079190000001' } });
    const named = civil('marriage', { asOf: '2026-02-01', fields: { personalNumber: '079190000003' } });
    const decided = (slices: Slice[]) => {
      const { personalNumber } = mergeSlices(slices);
      return [personalNumber?.value, personalNumber?.rule, personalNumber?.trusted];
    };
    assert.deepEqual(decided([held, named, replaced]), ['079190000002', 'number-replaced', true]);
    assert.deepEqual(decided([held, named]), ['079190000001', 'population', true]);
    assert.deepEqual(decided([named]), ['079190000003', 'mention', false]);
  });

  it('lets a message handed on fill gaps behind whoever is in charge, and does not trust it', () => {
    const message = sliceOf({ system: 'qcvn109', asOf: '2026-06-01', fields: { fullName: nameOf('Gửi Lại'), religion: { scheme: 'religion-qcvn109', code: '01' } } }); // prettier-ignore
    const view = mergeSlices([message, birth, marriage]);
    assert.deepEqual([view.fullName?.value.text, view.fullName?.trusted], ['Khai Sinh', true]);
    assert.deepEqual([view.religion?.rule, view.religion?.trusted], ['national-message', false]);
    assert.deepEqual(fullNameOf([message, marriage]), ['Gửi Lại', 'national-message']);
  });

  it('says where a value is from and since when', () => {
    assert.deepEqual(mergeSlices([row]).fullName, {
      value: nameOf('DÂN CƯ'),
      system: 'population',
      asOf: '2025-01-01',
      rule: 'population',
      trusted: true,
    });
  });

  it('does not depend on the order of slices, not even in the order of fields', () => {
    const shuffled = anyFacts.chain((slices) =>
      fc.tuple(fc.constant(slices), fc.shuffledSubarray(slices, { minLength: slices.length })),
    );
    fc.assert(
      fc.property(shuffled, ([slices, others]) => {
        const [view, other] = [mergeSlices(slices), mergeSlices(others)];
        assert.deepEqual(other, view);
        assert.deepEqual(Object.keys(other), Object.keys(view));
      }),
      { numRuns: 1000 },
    );
  });

  it('never invents: each value is a statement of the system named, and every stated field has a value', () => {
    fc.assert(
      fc.property(anyFacts, (slices) => {
        const view = mergeSlices(slices);
        for (const field of citizenFieldNames) {
          const stated = stating(slices).filter(({ fields }) => fields[field] !== undefined);
          const merged = view[field];
          if (field !== 'spouse') assert.equal(merged === undefined, stated.length === 0, field);
          if (merged === undefined) continue;
          assert.ok(stated.some(({ system, fields }) => system === merged.system && fields[field] === merged.value));
          const rule = Object.entries(rules).find(([name]) => name === merged.rule)?.[1];
          assert.equal(merged.trusted, rule?.trusted === true && merged.underInvestigation !== true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the table of precedence', () => {
  const systems = mappings.map(({ id }) => id);

  it('is without contradiction', () => {
    assert.deepEqual(checkPrecedence(systems), []);
  });

  it('is checked in all its parts at once', () => {
    const source = { rule: 'newest', system: 'population' } as const;
    const wrong: PrecedenceTable = {
      ...precedence,
      phone: [[{ ...source, system: 'post-office' }]],
      email: [[source], [{ ...source, acts: ['birth'] }]],
      sex: [[{ ...source, codes: ['male'] }]],
      religion: [[{ ...source, acts: [] }]],
      hometown: [[{ rule: 'national-message', system: 'qcvn109' }], [{ rule: 'population', system: 'population' }]],
      taxNumber: [
        [
          { rule: 'population', system: 'population' },
          { rule: 'declaration', system: 'portal' },
        ],
      ],
    };
    assert.deepEqual(checkPrecedence(systems, wrong), [
      'sex: newest: codes are for maritalStatus only',
      'hometown: national-message: not trusted, yet in the way of a source that is',
      'religion: newest: an empty list never applies',
      'phone: newest: no mapping for system post-office',
      'email: newest: covered by a stronger source',
      'taxNumber: declaration: not trusted, yet in the way of a source that is',
    ]);
  });

  it('ranks no system that has no mapping', () => {
    assert.deepEqual(checkPrecedence(systems.filter((id) => id !== 'population')).slice(0, 1), [
      'fullName: population: no mapping for system population',
    ]);
  });

  it('never lets what is not trusted win over what is, but the end of a marriage that an act contests', () => {
    fc.assert(
      fc.property(anyFacts, (slices) => {
        const view = mergeSlices(unmarked(slices));
        for (const field of citizenFieldNames) {
          const merged = view[field];
          if (merged === undefined || merged.trusted || merged.rule === 'marriage-end-undated') continue;
          for (const slice of stating(slices)) {
            if (slice.fields[field] === undefined) continue;
            assert.equal(mergeSlices(unmarked([slice]))[field]?.trusted, false, field);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
