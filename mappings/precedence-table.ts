/**
 * Which value counts, as data. Per field: groups of sources, strongest first; within a group the newest statement
 * wins. A source no group names comes after all of them, by the rule `newest`.
 *
 * How the order was decided:
 * - The register of civil status is where births, marriages, deaths and changes of name happen, so its acts lead for
 *   them; the population database follows it. A full name is led by a name correction, then by the population
 *   database, and only then by the birth act: a birth act says what the name was, and a population row is newer.
 * - An act leads only for what it is about. The name, birth date and sex it mentions to say whom it is about fill a gap
 *   and never contradict a statement, so that annulling a name correction leaves no trace in other acts' mentions.
 * - The feed of civil status tells of marriages but not of divorces, and the population database tells a marriage's
 *   end by a code of its own; so that code and a marriage act are one group, in which the newest wins. Its other codes
 *   may merely be late and come after.
 * - The health system knows a blood group by testing it, and sees the insurance card at every visit; what it says of
 *   name, birth date and sex is one spelling of many and never leads.
 * - Residence, household, identity numbers and cards, representation and nationality are the population database's own.
 */
import type { CitizenField } from './canonical/citizen.ts';
import type { Act } from './contract.ts';

/** The rules by which a value can win; the ids are stored beside values and must stay. */
export const rules = {
  'name-correction': 'A change of name registered in civil status leads.',
  'birth-act': 'The birth act leads for the facts of birth.',
  'birth-act-name': 'The name given in the birth act, where nothing newer is held.',
  'marriage-act': 'The newest marriage act leads.',
  'marriage-ended': 'The population database tells of a marriage’s end later than the last marriage act.',
  'death-act': 'The death act leads.',
  health: 'The health system leads: the patient’s group was found by a test, the card is shown at every visit.',
  population: 'The population database leads, or is the best there is.',
  mention: 'Named by an act about something else, and stated by no one.',
  newest: 'No system leads for this field: the newest statement.',
} as const;
export type Rule = keyof typeof rules;

/** Statements of one system, of all its acts or some, with any value or only with certain codes. */
export type Source = { rule: Rule; system: string; acts?: readonly Act[]; codes?: readonly string[] };

/** Groups of sources, strongest first. */
export type Precedence = readonly (readonly Source[])[];
export type PrecedenceTable = Readonly<Record<CitizenField, Precedence>>;

const population: Source = { rule: 'population', system: 'population' };
const health: Source = { rule: 'health', system: 'health' };
const mention: Source = {
  rule: 'mention',
  system: 'civil-status',
  acts: ['death', 'marriage', 'name-correction'],
};

function act(rule: Rule, ...acts: readonly Act[]): Source {
  return { rule, system: 'civil-status', acts };
}

const birthFact: Precedence = [[act('birth-act', 'birth')], [population], [mention]];
const populationFirst: Precedence = [[population]];

export const precedence: PrecedenceTable = {
  fullName: [
    [act('name-correction', 'name-correction')],
    [population],
    [act('birth-act-name', 'birth')],
    [act('mention', 'death', 'marriage')],
  ],
  otherName: populationFirst,
  personalNumber: populationFirst,
  birthDate: birthFact,
  sex: birthFact,
  birthPlace: birthFact,
  birthRegistrationPlace: birthFact,
  hometown: birthFact,
  ethnicity: birthFact,
  religion: populationFirst,
  nationality: [[population], [act('birth-act', 'birth')]],
  bloodGroup: [[health], [population]],
  oldIdentityNumber: populationFirst,
  identityCard: populationFirst,
  father: birthFact,
  mother: birthFact,
  spouse: [[act('marriage-act', 'marriage')], [population]],
  children: populationFirst,
  representative: populationFirst,
  represented: populationFirst,
  permanentResidence: populationFirst,
  temporaryResidence: populationFirst,
  currentResidence: populationFirst,
  temporaryAbsence: populationFirst,
  residenceFileNumber: populationFirst,
  maritalStatus: [
    [act('marriage-act', 'marriage'), { rule: 'marriage-ended', system: 'population', codes: ['divorced-or-widowed'] }],
    [population],
  ],
  headOfHousehold: populationFirst,
  householdMembers: populationFirst,
  deathDate: [[act('death-act', 'death')], [population]],
  missingDate: populationFirst,
  phone: [],
  email: [],
  socialInsuranceNumber: [],
  healthInsuranceNumber: [[health]],
  taxNumber: [],
  passportNumber: populationFirst,
};
