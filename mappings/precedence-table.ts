/**
 * Which value counts, as data. Per field: groups of sources, strongest first; within a group the newest statement
 * wins. A source no group names comes after all of them, by the rule `newest`. Every rule says whether a value it
 * decided is trusted. docs/reference/precedence.md is made from this file.
 *
 * How the order was decided:
 * - The register of civil status is where births, marriages, deaths and changes of name happen, so its acts lead for
 *   them; the population database follows it. A full name is led by a name correction, then by the population
 *   database, and only then by the birth act: a birth act says what the name was, and a population row is newer.
 * - An act leads only for what it is about. The name, birth date and sex it mentions to say whom it is about fill a gap
 *   and never contradict a statement, so that annulling a name correction leaves no trace in other acts' mentions.
 * - A birth can be registered anew. Of its acts the one recorded last counts, whichever day of birth each states.
 * - The feed of civil status tells of marriages but not of divorces, and the population database tells a marriage's
 *   end by a code of its own; so that code and a marriage act are one group, in which the newest wins. Its other codes
 *   may merely be late and come after.
 * - That code may be late, too: a row is dated by its last change, whatever changed. Whether a row newer than a marriage
 *   act means that marriage or an earlier one, nothing in it tells. So it counts, being the newest, and is not trusted.
 * - A row of the population database is the whole of what it says of a person. Where several stand (a number was
 *   replaced; one person had two), the newest has replaced the others, also in what it leaves out. Not so elsewhere:
 *   somebody may rightly have several insurance books and be a patient under several codes, and of messages by QCVN 109
 *   each tells what its sender holds.
 * - Social insurance gives its own number out and leads for it, and for nothing else: much of what it holds was typed from
 *   paper long ago.
 * - The health system knows a blood group by testing it, and sees the insurance card at every visit; what it says of
 *   name, birth date and sex is one spelling of many and never leads.
 * - Residence, household, identity numbers and cards, representation and nationality are the population database's own.
 *   The personal number is led by an act that replaced it: the register may still name the old one. Where it is known
 *   who somebody is, their number in use counts, which is told by all acts of identity together and not by the newest.
 * - A message by QCVN 109 may be pushed by anybody who holds one. It says what the population database says, at second
 *   hand: it fills gaps behind whatever is trusted, and is not trusted.
 * - Social insurance and health lead for what they issue or measure. A telephone number and an e-mail address are what
 *   the citizen says they are: declared, so taken first, but never trusted.
 * - That a person is protected is an administrator's act alone; no other mapping states it.
 * - What is trusted never stands behind what is not; `checkPrecedence` holds the table to it. The end of a marriage that
 *   a marriage act contradicts is the one case where nobody's value is trusted.
 */
import type { CitizenField } from './canonical/citizen.ts';
import type { Act } from './contract.ts';

/** A rule in words. Trusted: decided by who is in charge of the field, so a form may lock the value. */
type RuleText = { vi: string; en: string; trusted: boolean };

/** The rules by which a value can win; the ids are stored beside values and must stay. */
export const rules = {
  'number-replaced': {
    vi: 'Việc xác lập lại số định danh cá nhân quyết định số hiện dùng.',
    en: 'An act of identity that replaced the number leads.',
    trusted: true,
  },
  'address-protection': {
    vi: 'Quyết định bảo vệ thông tin nơi ở, liên lạc của công dân.',
    en: 'An act protects where the person lives and how to reach them.',
    trusted: true,
  },
  'name-correction': {
    vi: 'Việc thay đổi, cải chính họ tên đã đăng ký hộ tịch được ưu tiên.',
    en: 'A change of name registered in civil status leads.',
    trusted: true,
  },
  'birth-act': {
    vi: 'Đăng ký khai sinh được ưu tiên đối với thông tin về việc sinh.',
    en: 'The birth act leads for the facts of birth.',
    trusted: true,
  },
  'birth-act-name': {
    vi: 'Họ tên trong đăng ký khai sinh, khi không có họ tên nào mới hơn.',
    en: 'The name given in the birth act, where nothing newer is held.',
    trusted: true,
  },
  'marriage-act': {
    vi: 'Đăng ký kết hôn mới nhất được ưu tiên.',
    en: 'The newest marriage act leads.',
    trusted: true,
  },
  'marriage-ended': {
    vi: 'Cơ sở dữ liệu dân cư ghi nhận hôn nhân chấm dứt, và không có đăng ký kết hôn nào.',
    en: 'The population database tells of a marriage’s end, and no marriage act is held.',
    trusted: true,
  },
  'marriage-end-undated': {
    vi: 'Cơ sở dữ liệu dân cư ghi nhận hôn nhân chấm dứt, mới hơn lần đăng ký kết hôn gần nhất, nhưng không rõ là hôn nhân nào.',
    en: 'The population database tells of a marriage’s end later than the last marriage act, but not of which marriage.',
    trusted: false,
  },
  'death-act': {
    vi: 'Đăng ký khai tử được ưu tiên.',
    en: 'The death act leads.',
    trusted: true,
  },
  population: {
    vi: 'Cơ sở dữ liệu quốc gia về dân cư được ưu tiên, hoặc là nguồn tốt nhất hiện có.',
    en: 'The population database leads, or is the best there is.',
    trusted: true,
  },
  'social-insurance': {
    vi: 'Cơ quan bảo hiểm xã hội được ưu tiên đối với mã số do mình cấp.',
    en: 'Social insurance leads for the number it gives.',
    trusted: true,
  },
  health: {
    vi: 'Hệ thống y tế được ưu tiên đối với thẻ bảo hiểm y tế và nhóm máu.',
    en: 'Health leads for the insurance card and the blood group.',
    trusted: true,
  },
  'national-message': {
    vi: 'Thông điệp công dân theo QCVN 109 do hệ thống khác gửi lại: chỉ dùng khi không có nguồn gốc.',
    en: 'A citizen message by QCVN 109, handed on by who holds it: where no source in charge has stated it.',
    trusted: false,
  },
  declaration: {
    vi: 'Khai báo mới nhất trên cổng dịch vụ công.',
    en: 'The newest declaration at the portal.',
    trusted: false,
  },
  mention: {
    vi: 'Chỉ được nhắc đến trong một sự kiện hộ tịch về việc khác, không nguồn nào khẳng định.',
    en: 'Named by an act about something else, and stated by no one.',
    trusted: false,
  },
  newest: {
    vi: 'Không có nguồn được ưu tiên nào khẳng định: lấy giá trị mới nhất.',
    en: 'No source with a place in the table has stated it: the newest statement.',
    trusted: false,
  },
} as const satisfies Record<string, RuleText>;
export type Rule = keyof typeof rules;

/**
 * Statements of one system, of all its acts or some, with any value or only with certain codes. `contested`: the rule
 * instead, where another source of the same group has stated the field.
 */
export type Source = {
  rule: Rule;
  system: string;
  acts?: readonly Act[];
  codes?: readonly string[];
  contested?: Rule;
};

/** Groups of sources, strongest first. */
export type Precedence = readonly (readonly Source[])[];
export type PrecedenceTable = Readonly<Record<CitizenField, Precedence>>;

/** The system of which only the newest row of a person says anything (mappings/whole-rows.ts). */
export const wholeRows = 'population';

/** The register whose acts the population database copies into its rows: a copy may outlive its act. */
export const copiedRegister = 'civil-status';

const population: Source = { rule: 'population', system: 'population' };
const nationalMessage: Source = { rule: 'national-message', system: 'qcvn109' };
const health: Source = { rule: 'health', system: 'health' };
const declaration: Source = { rule: 'declaration', system: 'portal' };

function act(rule: Rule, ...acts: readonly Act[]): Source {
  return { rule, system: copiedRegister, acts };
}

const birthAct = act('birth-act', 'birth');
const marriageEnded: Source = {
  ...{ rule: 'marriage-ended', system: 'population', codes: ['divorced-or-widowed'] },
  contested: 'marriage-end-undated',
};
const mention = act('mention', 'death', 'marriage', 'name-correction');
const birthFact: Precedence = [[birthAct], [population], [nationalMessage], [mention]];
const populationFirst: Precedence = [[population], [nationalMessage]];

export const precedence: PrecedenceTable = {
  fullName: [
    [act('name-correction', 'name-correction')],
    [population],
    [act('birth-act-name', 'birth')],
    [nationalMessage],
    [act('mention', 'death', 'marriage')],
  ],
  otherName: populationFirst,
  personalNumber: [
    [{ rule: 'number-replaced', system: 'identity' }],
    [population],
    [birthAct],
    [nationalMessage],
    [mention],
  ],
  birthDate: birthFact,
  sex: birthFact,
  birthPlace: birthFact,
  birthRegistrationPlace: birthFact,
  hometown: birthFact,
  ethnicity: birthFact,
  religion: populationFirst,
  nationality: [[population], [birthAct], [nationalMessage]],
  bloodGroup: [[health], ...populationFirst],
  oldIdentityNumber: populationFirst,
  identityCard: populationFirst,
  father: birthFact,
  mother: birthFact,
  spouse: [[act('marriage-act', 'marriage')], ...populationFirst],
  children: populationFirst,
  representative: populationFirst,
  represented: populationFirst,
  permanentResidence: populationFirst,
  temporaryResidence: populationFirst,
  currentResidence: populationFirst,
  temporaryAbsence: populationFirst,
  residenceFileNumber: populationFirst,
  maritalStatus: [[act('marriage-act', 'marriage'), marriageEnded], ...populationFirst],
  headOfHousehold: populationFirst,
  householdMembers: populationFirst,
  deathDate: [[act('death-act', 'death')], ...populationFirst],
  missingDate: populationFirst,
  phone: [[declaration]],
  email: [[declaration]],
  socialInsuranceNumber: [[{ rule: 'social-insurance', system: 'social-insurance' }]],
  healthInsuranceNumber: [[health]],
  taxNumber: [],
  passportNumber: populationFirst,
  addressProtection: [[{ rule: 'address-protection', system: 'identity' }]],
};
