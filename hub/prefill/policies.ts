/** The policy table: who may be given what, for which purpose, by which legal basis. What no row gives is refused. */
import type { Configuration } from '../../config/schema.ts';
import type { Classification } from '../../mappings/canonical/citizen.ts';
import { StartRefused } from '../errors.ts';

/** What a client may be given for one purpose and form. */
export type Permission = {
  /** Why it may; for the access record. */
  legalBasis: string;
  /** Whether a field of the form may be given; a sensitive one only if the form itself says that it takes such data. */
  allows(field: FieldToGive): boolean;
  /** Whether it may know what other systems say of a field it may be given. */
  mayKnowOthers: boolean;
  /** Whether a form for somebody who is dead is refused. */
  refusesDeceased: boolean;
};

export type FieldToGive = {
  fieldClass: Classification;
  /** Of the person whose it is, in the form. */
  role: string;
  /** Whether the form’s manifest marks the field as one for sensitive data. */
  isMarkedSensitive: boolean;
};

export type Policies = {
  /** The purposes a client may name; none for a client without a policy. */
  purposesOf(client: string): readonly string[];
  /** The forms it may fill for a purpose, in words for a fault: `*`, or their ids. */
  formsOf(client: string, purpose: string): readonly string[];
  /** What it may be given; undefined: nothing. */
  decide(client: string, purpose: string, form: string): Permission | undefined;
};

type Policy = Configuration['prefill']['policies'][number];
type ByForm = Map<string, Permission>;

const every = '*';

/**
 * The table, compiled; `forms` are the ids of the forms there are. A row that names the form goes before one for every
 * form. Throws `StartRefused` with every contradiction.
 */
export function createPolicies(table: readonly Policy[], forms: readonly string[]): Policies {
  const problems = table.flatMap((policy, index) => unknownForms(policy, index, forms));
  const clients = new Map<string, Map<string, ByForm>>();
  for (const [index, policy] of table.entries()) {
    const purposes = clients.get(policy.client) ?? new Map<string, ByForm>();
    clients.set(policy.client, purposes);
    problems.push(...addRow(purposes, policy, index));
  }
  if (problems.length > 0) throw new StartRefused('reading the policies of prefill', problems);
  const find = (client: string, purpose: string): ByForm | undefined => clients.get(client)?.get(purpose);
  return {
    purposesOf: (client) => [...(clients.get(client)?.keys() ?? [])],
    formsOf: (client, purpose) => [...(find(client, purpose)?.keys() ?? [])],
    decide: (client, purpose, form) => {
      const byForm = find(client, purpose);
      return byForm?.get(form) ?? byForm?.get(every);
    },
  };
}

/** Adds what a row gives; answers where it says twice what a client may, since nobody could tell which row holds. */
function addRow(purposes: Map<string, ByForm>, policy: Policy, index: number): string[] {
  const permission = permissionOf(policy);
  return policy.purposes.flatMap((purpose) => {
    const byForm = purposes.get(purpose) ?? new Map<string, Permission>();
    purposes.set(purpose, byForm);
    return policy.forms.flatMap((form) => {
      if (byForm.has(form)) {
        return [
          `prefill.policies.${index}: expected no second row that gives ${policy.client} ${purpose} for the form ${form}`,
        ];
      }
      byForm.set(form, permission);
      return [];
    });
  });
}

function permissionOf({ legalBasis, classes, people, others, deceased }: Policy): Permission {
  const [given, whose] = [new Set<Classification>(classes), new Set(people)];
  const isAnybody = whose.has(every);
  return {
    legalBasis,
    mayKnowOthers: others,
    refusesDeceased: deceased === 'refused',
    allows: ({ fieldClass, role, isMarkedSensitive }) =>
      given.has(fieldClass) && (fieldClass === 'basic' || isMarkedSensitive) && (isAnybody || whose.has(role)),
  };
}

function unknownForms({ forms: named }: Policy, index: number, forms: readonly string[]): string[] {
  return named
    .filter((form) => form !== every && !forms.includes(form))
    .map((form) => `prefill.policies.${index}.forms: expected one of ${forms.join(', ')}, or ${every}, found ${form}`);
}
