/**
 * The merged view by reference, as it is stored: every value stands in the slice that decided it. One character each
 * for the field, the rule and the slice's place, since this is made with every read and write of a person.
 */
import { citizenFieldNames, type CitizenField } from '../../mappings/canonical/citizen.ts';
import type { MergedValue, MergedView, Slice } from '../../mappings/canonical/slices.ts';
import { markInvestigated } from '../../mappings/investigation.ts';
import { mergeSlices } from '../../mappings/precedence.ts';
import { rules, type Rule } from '../../mappings/precedence-table.ts';

/** What stands for a field. It is in the store, so it stays; a new field gets the next, below 75 (`{` in the text). */
export const fieldNumbers: Readonly<Record<CitizenField, number>> = {
  ...{ fullName: 0, otherName: 1, personalNumber: 2, birthDate: 3, sex: 4, birthPlace: 5, birthRegistrationPlace: 6 },
  ...{ hometown: 7, ethnicity: 8, religion: 9, nationality: 10, bloodGroup: 11, oldIdentityNumber: 12 },
  ...{ identityCard: 13, father: 14, mother: 15, spouse: 16, children: 17, representative: 18, represented: 19 },
  ...{ permanentResidence: 20, temporaryResidence: 21, currentResidence: 22, temporaryAbsence: 23 },
  ...{ residenceFileNumber: 24, maritalStatus: 25, headOfHousehold: 26, householdMembers: 27, deathDate: 28 },
  ...{ missingDate: 29, phone: 30, email: 31, socialInsuranceNumber: 32, healthInsuranceNumber: 33, taxNumber: 34 },
  ...{ passportNumber: 35 },
};

/** What stands for a rule; likewise. */
export const ruleNumbers: Readonly<Record<Rule, number>> = {
  ...{ newest: 0, mention: 1, population: 2, 'name-correction': 3, 'birth-act': 4, 'birth-act-name': 5 },
  ...{ 'marriage-act': 6, 'marriage-ended': 7, 'death-act': 8, 'number-replaced': 9, 'social-insurance': 10 },
  ...{ health: 11, 'national-message': 12, declaration: 13 },
};

/** Where printable characters begin. */
const base = 48;

const ruleCodes = new Map(Object.entries(ruleNumbers).map(([rule, number]) => [rule, number + base]));
const fieldOf = new Map(citizenFieldNames.map((field) => [fieldNumbers[field] + base, field]));
const ruleOf = new Map([...ruleCodes].map(([rule, code]) => [code, rule]));

/** A view made of these slices, by reference to their places. */
export function referencesOf(slices: readonly Slice[], merged: MergedView): string {
  const codes: number[] = [];
  for (const field of citizenFieldNames) {
    const decided = merged[field];
    if (decided === undefined) continue;
    const rule = ruleCodes.get(decided.rule) ?? base;
    codes.push(fieldNumbers[field] + base, rule, placeOf(field, decided, slices) + base);
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

/**
 * The view as it was stored. To merge anew costs less than to read references, and gives the same unless the table of
 * precedence has changed since: then the references tell what was decided by the old one, so that the next record of
 * the person tells of what the new one changes.
 */
export function viewOf(slices: readonly Slice[], references: string): MergedView {
  const merged = mergeSlices(slices);
  return referencesOf(slices, merged) === references ? merged : readView(slices, references);
}

type Reference = { rule: string; slice: Slice | undefined };

function readView(slices: readonly Slice[], text: string): MergedView {
  const references = text.startsWith('{') ? readNamed(slices, text) : readNumbered(slices, text);
  const view: MergedView = {};
  const values: Partial<Record<CitizenField, MergedValue>> = view;
  for (const field of citizenFieldNames) {
    const { rule, slice } = references.get(field) ?? {};
    const value = slice?.fields[field];
    if (rule === undefined || slice === undefined || value === undefined) continue;
    values[field] = { value, system: slice.system, asOf: slice.asOf, rule, trusted: isTrusted(rule) };
  }
  markInvestigated(view, slices);
  return view;
}

function isTrusted(rule: string): boolean {
  return Object.entries(rules).some(([name, { trusted }]) => name === rule && trusted);
}

function readNumbered(slices: readonly Slice[], text: string): Map<CitizenField, Reference> {
  const references = new Map<CitizenField, Reference>();
  for (let at = 0; at < text.length; at += 3) {
    const field = fieldOf.get(text.charCodeAt(at));
    const rule = ruleOf.get(text.charCodeAt(at + 1)) ?? 'newest';
    if (field !== undefined) references.set(field, { rule, slice: slices[text.charCodeAt(at + 2) - base] });
  }
  return references;
}

/** As persons were stored who no record has touched since: `{"fullName":[1,"name-correction"]}`. */
function readNamed(slices: readonly Slice[], text: string): Map<CitizenField, Reference> {
  const references = JSON.parse(text) as Partial<Record<CitizenField, readonly [slice: number, rule: string]>>;
  return new Map(
    citizenFieldNames.flatMap((field) => {
      const [place = -1, rule = 'newest'] = references[field] ?? [];
      return place < 0 ? [] : [[field, { rule, slice: slices[place] }] as const];
    }),
  );
}
