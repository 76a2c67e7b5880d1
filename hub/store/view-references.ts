/**
 * The merged view by reference, as it is stored: every value stands in the slice that decided it. One character each
 * for the field, the rule and the slice's place, since this is made with every read and write of a person.
 */
import { citizenFieldNames, type CitizenField } from '../../mappings/canonical/citizen.ts';
import type { MergedValue, MergedView, Slice } from '../../mappings/canonical/slices.ts';
import { markInvestigated, mayMark } from '../../mappings/investigation.ts';
import { rules, type Rule } from '../../mappings/precedence-table.ts';

/** What stands for a field. It is in the store, so it stays; a new field gets the next, below 75 (`{` in the text). */
export const fieldNumbers: Readonly<Record<CitizenField, number>> = {
  ...{ fullName: 0, otherName: 1, personalNumber: 2, birthDate: 3, sex: 4, birthPlace: 5, birthRegistrationPlace: 6 },
  ...{ hometown: 7, ethnicity: 8, religion: 9, nationality: 10, bloodGroup: 11, oldIdentityNumber: 12 },
  ...{ identityCard: 13, father: 14, mother: 15, spouse: 16, children: 17, representative: 18, represented: 19 },
  ...{ permanentResidence: 20, temporaryResidence: 21, currentResidence: 22, temporaryAbsence: 23 },
  ...{ residenceFileNumber: 24, maritalStatus: 25, headOfHousehold: 26, householdMembers: 27, deathDate: 28 },
  ...{ missingDate: 29, phone: 30, email: 31, socialInsuranceNumber: 32, healthInsuranceNumber: 33, taxNumber: 34 },
  ...{ passportNumber: 35, addressProtection: 36 },
};

/** What stands for a rule; likewise. */
export const ruleNumbers: Readonly<Record<Rule, number>> = {
  ...{ newest: 0, mention: 1, population: 2, 'name-correction': 3, 'birth-act': 4, 'birth-act-name': 5 },
  ...{ 'marriage-act': 6, 'marriage-ended': 7, 'death-act': 8, 'number-replaced': 9, 'social-insurance': 10 },
  ...{ health: 11, 'national-message': 12, declaration: 13, 'address-protection': 14, 'marriage-end-undated': 15 },
};

/** Where printable characters begin. */
const base = 48;

const numberOf: ReadonlyMap<string, number> = new Map(Object.entries(ruleNumbers));
const fieldOf: (CitizenField | undefined)[] = [];
const ruleOf: (string | undefined)[] = [];
for (const field of citizenFieldNames) fieldOf[fieldNumbers[field]] = field;
for (const [rule, number] of numberOf) ruleOf[number] = rule;
const trusted: ReadonlySet<string> = new Set(Object.entries(rules).flatMap(([rule, each]) => (each.trusted ? [rule] : []))); // prettier-ignore

/** A view made of these slices, by reference to their places. */
export function referencesOf(slices: readonly Slice[], merged: MergedView): string {
  const codes: number[] = [];
  for (const field of citizenFieldNames) {
    const decided = merged[field];
    if (decided === undefined) continue;
    const rule = numberOf.get(decided.rule) ?? ruleNumbers.newest;
    codes.push(fieldNumbers[field] + base, rule + base, placeOf(field, decided, slices) + base);
  }
  return String.fromCharCode(...codes);
}

/** Texts are equal by value, so the place has to fit in all that is read back from it. */
function placeOf(field: CitizenField, { value, system, asOf }: MergedValue, slices: readonly Slice[]): number {
  let place = 0;
  for (const slice of slices) {
    if (slice.asOf === asOf && slice.system === system && slice.fields[field] === value) return place;
    place += 1;
  }
  return -1;
}

/** The view these references make of the slices. What is trusted and what is marked is told anew. */
export function viewOf(slices: readonly Slice[], references: string): MergedView {
  const text = references.startsWith('{') ? numbered(references) : references;
  const view: MergedView = {};
  const values: Partial<Record<CitizenField, MergedValue>> = view;
  for (let at = 0; at < text.length; at += 3) {
    const field = fieldOf[text.charCodeAt(at) - base];
    const rule = ruleOf[text.charCodeAt(at + 1) - base];
    const slice = slices[text.charCodeAt(at + 2) - base];
    if (field === undefined || rule === undefined || slice === undefined) continue;
    const value = slice.fields[field];
    if (value === undefined) continue;
    values[field] = { value, system: slice.system, asOf: slice.asOf, rule, trusted: trusted.has(rule) };
  }
  if (slices.some(mayMark)) markInvestigated(view, slices);
  return view;
}

/** References by name, as persons have them whom no record has touched since: `{"fullName":[1,"name-correction"]}`. */
function numbered(text: string): string {
  const references = JSON.parse(text) as Partial<Record<CitizenField, readonly [slice: number, rule: string]>>;
  const codes = citizenFieldNames.flatMap((field) => {
    const [place = -1, rule = ''] = references[field] ?? [];
    return place < 0 ? [] : [fieldNumbers[field], numberOf.get(rule) ?? ruleNumbers.newest, place];
  });
  return String.fromCharCode(...codes.map((code) => code + base));
}
