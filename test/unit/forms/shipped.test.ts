/** The forms of the project: what holds for each, and that each is filled as it should be. */
import assert from 'node:assert/strict';
import { loadUnits } from '../../../hub/catalogues/units.ts';
import { loadForms } from '../../../hub/http/forms.ts';
import type { FieldAnswer } from '../../../mappings/forms/answer.ts';
import type { CitizenFields } from '../../../mappings/canonical/citizen.ts';
import { shareOf } from '../../../mappings/forms/share.ts';
import { assign, follow, subjectRole, type People, type PersonView } from '../../../mappings/forms/people.ts';
import { nameOf, sliceOf, statusOf } from '../mappings/support.ts';
import { populationView, shippedManifest, viewOf } from './support.ts';

const forms = loadForms({ units: loadUnits(), now: () => Date.parse('2026-03-01T00:00:00Z') });

function formOf(id: string): NonNullable<ReturnType<typeof forms.find>> {
  return forms.find(id) ?? assert.fail(`there is no form ${id}`);
}

const wife = { name: nameOf('TRẦN THỊ HÒA'), personalNumber: '079190000001' };
const husband = { name: nameOf('LÊ QUANG HUY'), personalNumber: '079088000002' };
const child = { name: nameOf('LÊ MINH ANH'), personalNumber: '079315000003' };
const kinh = { scheme: 'ethnic-2008', code: '01' };
const home = { country: 'VN', province: '79', commune: '26740', detail: 'Số 5', catalogue: 'since-2025-07' };

function adult(of: typeof wife, code: string, more: CitizenFields): PersonView {
  return populationView({
    fullName: of.name,
    personalNumber: of.personalNumber,
    birthDate: { year: 1990, month: 4, day: 5 },
    sex: { scheme: 'sex', code },
    ethnicity: kinh,
    nationality: { scheme: 'iso-3166-1-alpha-2', code: 'VN' },
    permanentResidence: home,
    identityCard: { number: of.personalNumber, issuedOn: { year: 2022, month: 1, day: 2 }, issuedBy: 'Cục Cảnh sát' },
    maritalStatus: statusOf('married'),
    headOfHousehold: husband,
    householdMembers: [wife, husband, child],
    ...more,
  });
}

const records: ReadonlyMap<string, PersonView> = new Map([
  [wife.personalNumber, adult(wife, 'female', { spouse: husband })],
  [husband.personalNumber, adult(husband, 'male', { spouse: wife, father: { name: nameOf('LÊ VĂN TƯ') } })],
  [child.personalNumber, populationView({ personalNumber: child.personalNumber, fullName: child.name })],
]);

/** Fills a form about somebody as the hub would, everybody found along its links being read. */
function fill(id: string, about: string, named: People['byRole'] = {}): Record<string, FieldAnswer> {
  const version = formOf(id);
  const { form } = version;
  const held = records.get(about);
  let step = follow(form, { byRole: { ...named, [subjectRole(form, held)]: { held } } });
  while (step.wanted.length > 0) {
    const read = step.wanted.map((wanted) => ({ wanted, held: records.get(wanted.personalNumber) }));
    step = follow(form, assign(step.people, read));
  }
  return { ...version.evaluate(step.people) };
}

/** What a reader sees of an answer: the value with a mark if it is locked, or the reason. */
function seen(answer: FieldAnswer | undefined): string {
  if (answer === undefined) return 'nothing';
  if ('reason' in answer) return answer.reason;
  return 'rows' in answer ? `${String(answer.rows.length)} rows` : `${answer.value}${answer.lock ? ' (locked)' : ''}`;
}

describe('every form of the project', () => {
  for (const id of forms.ids) {
    const { manifest } = formOf(id).form;

    it(`${id} asks for 12 to 40 fields, of which some are reusable and some are the citizen’s`, () => {
      const { asked, offered, reusable } = shareOf(manifest);
      assert.ok(asked >= 12 && asked <= 40, String(asked));
      assert.ok(reusable <= offered && offered < asked && reusable > 0);
    });

    it(`${id} is answered whole, with nothing known and with everybody known`, () => {
      const ids = manifest.fields.map((field) => field.id);
      const none = formOf(id).evaluate({ byRole: {} });
      assert.deepEqual(Object.keys(none), ids);
      for (const answer of Object.values(none)) {
        assert.ok('reason' in answer && ['not-held', 'not-named', 'declared-by-citizen'].includes(answer.reason));
      }
      assert.deepEqual(Object.keys(fill(id, wife.personalNumber)), ids);
    });

    it(`${id} says what is not confirmed`, () => {
      assert.equal(manifest.draft, true);
      assert.match(manifest.note ?? '', /not (?:been )?(?:checked|confirmed|read)|could (?:not )?be read/);
    });
  }

  it('cites the same regulations in Vietnamese and in English', () => {
    // `66/2023/TT-BCA` and the like: what identifies a document in Vietnam, whatever it is called in English.
    const numbers = (citation: string) => citation.match(/\d+\/[^\s;,]*[A-ZĐ][^\s;,]*/g);
    for (const id of forms.ids) {
      const { vi, en } = formOf(id).form.manifest.legalSource;
      assert.match(vi, /^(?:Luật|Nghị định|Thông tư|Quyết định) /, id);
      assert.doesNotMatch(en, /Luật|Nghị định|Thông tư|Quyết định/, id);
      assert.deepEqual(numbers(vi), numbers(en), id);
    }
  });

  it('are the twelve', () => {
    assert.equal(forms.ids.length, 12);
  });
});

describe('the share of the driving licence form', () => {
  it('is what counting its items by hand gives', () => {
    // Kính gửi; tên*; ngày sinh*; số định danh*; ngày cấp*; nơi cấp*; học tại; năm; hạng; số; do; cấp ngày; hạng đề
    // nghị; lý do; tích hợp; vi phạm; cam đoan: 17 items, of which the 5 with a star are the population database's.
    const share = shareOf(shippedManifest('driving-licence-renewal', '2025-03-01'));
    assert.deepEqual(share, { asked: 17, offered: 5, reusable: 5 });
  });

  it('tells what may be offered from what counts as reused', () => {
    // Of CT01 a telephone number and an e-mail address are only what the citizen once declared.
    assert.deepEqual(shareOf(shippedManifest('ct01', '2024-01-01')), { asked: 15, offered: 9, reusable: 7 });
  });
});

const cases: [form: string, about: string, expected: Record<string, string>][] = [
  [
    'birth-registration',
    wife.personalNumber,
    {
      applicantName: 'TRẦN THỊ HÒA (locked)',
      motherName: 'TRẦN THỊ HÒA (locked)',
      motherBirthYear: '1990 (locked)',
      motherEthnicity: 'Kinh (locked)',
      motherResidence: 'Số 5, Phường Sài Gòn, Thành phố Hồ Chí Minh (locked)',
      fatherName: 'LÊ QUANG HUY',
      childName: 'declared-by-citizen',
    },
  ],
  ['birth-registration', husband.personalNumber, { applicantName: 'LÊ QUANG HUY (locked)', fatherName: 'LÊ QUANG HUY (locked)', motherName: 'TRẦN THỊ HÒA' }], // prettier-ignore
  ['marriage-registration', husband.personalNumber, { husbandName: 'LÊ QUANG HUY (locked)', wifeName: 'not-named' }],
  ['marital-status-certificate', wife.personalNumber, { applicantRelation: 'Bản thân (locked)', maritalStatus: 'Đang có vợ/chồng (locked)', spouseName: 'LÊ QUANG HUY (locked)' }], // prettier-ignore
  ['civil-status-correction', wife.personalNumber, { applicantName: 'TRẦN THỊ HÒA (locked)', personName: 'TRẦN THỊ HÒA' }], // prettier-ignore
  ['household-business-registration', husband.personalNumber, { ownerName: 'LÊ QUANG HUY (locked)', members: '3 rows' }], // prettier-ignore
  ['driving-licence-renewal', husband.personalNumber, { identityIssuedOn: '02/01/2022 (locked)', identityIssuedBy: 'Cục Cảnh sát (locked)' }], // prettier-ignore
  ['tk1-ts', wife.personalNumber, { headName: 'LÊ QUANG HUY (locked)', relationToHead: 'Vợ (locked)', contactAddress: 'Số 5, Phường Sài Gòn, Thành phố Hồ Chí Minh', members: '3 rows' }], // prettier-ignore
  ['tk1-ts', husband.personalNumber, { relationToHead: 'Chủ hộ (locked)' }],
  ['social-assistance', wife.personalNumber, { fullName: 'TRẦN THỊ HÒA (locked)', declarantName: 'not-held' }],
  ['criminal-record-certificate', husband.personalNumber, { spouseName: 'TRẦN THỊ HÒA (locked)', fatherName: 'LÊ VĂN TƯ (locked)', fatherBirthDate: 'not-held', residences: 'declared-by-citizen' }], // prettier-ignore
  ['land-registration-change', wife.personalNumber, { spouseName: 'LÊ QUANG HUY', holderPaper: 'Thẻ căn cước/căn cước công dân số 079190000001, cấp ngày 02/01/2022, nơi cấp: Cục Cảnh sát (locked)' }], // prettier-ignore
  ['ct01', wife.personalNumber, { headOfHouseholdName: 'LÊ QUANG HUY (locked)', relationshipToHead: 'Vợ (locked)', headConsent: 'declared-by-citizen' }], // prettier-ignore
];

describe('a form of the project is filled', () => {
  for (const [form, about, expected] of cases) {
    it(`${form}: ${Object.entries(expected).map((each) => each.join(' = ')).join('; ')}`, () => {
      const answer = fill(form, about);
      assert.deepEqual(Object.fromEntries(Object.keys(expected).map((id) => [id, seen(answer[id])])), expected);
    }); // prettier-ignore
  }

  it('death-registration: the applicant is whom the request names, and their relation is told', () => {
    const named = { applicant: { held: records.get(wife.personalNumber) } };
    const answer = fill('death-registration', husband.personalNumber, named);
    assert.equal(seen(answer['applicantRelation']), 'Vợ (locked)');
    assert.equal(seen(answer['deceasedName']), 'LÊ QUANG HUY (locked)');
    assert.equal(seen(answer['deathDate']), 'declared-by-citizen');
  });

  it('with nothing about a spouse of whom never married', () => {
    const version = formOf('criminal-record-certificate');
    const held = viewOf(sliceOf({ fields: { maritalStatus: statusOf('never-married') } }));
    assert.equal(seen(version.evaluate({ byRole: { citizen: { held } } })['spouseName']), 'not-applicable');
  });
});
