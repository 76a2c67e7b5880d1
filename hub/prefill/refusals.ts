/** What a permission keeps back of the people in a form. */
import { citizenFieldNames, citizenFields, type CitizenField } from '../../mappings/canonical/citizen.ts';
import type { CompiledForm } from '../../mappings/forms/compile.ts';
import type { Refuse } from '../../mappings/forms/people.ts';
import type { Permission } from './policies.ts';

/** Answers what a permission refuses on a form; worked out once for each two, since every field of an answer asks. */
export function createRefusals(): (form: CompiledForm, permission: Permission) => Refuse {
  const known = new WeakMap<Permission, WeakMap<CompiledForm, Refuse>>();
  return (form, permission) => {
    const byForm = known.get(permission) ?? new WeakMap<CompiledForm, Refuse>();
    known.set(permission, byForm);
    const refuse = byForm.get(form) ?? refusalOf(form, permission);
    byForm.set(form, refuse);
    return refuse;
  };
}

function refusalOf({ roles }: CompiledForm, permission: Permission): Refuse {
  const given = new Map<string, ReadonlySet<CitizenField>>();
  for (const [role, { sensitive }] of roles) {
    const isGiven = (field: CitizenField): boolean =>
      permission.allows({
        fieldClass: citizenFields[field].classification,
        role,
        isMarkedSensitive: sensitive.has(field),
      });
    given.set(role, new Set(citizenFieldNames.filter(isGiven)));
  }
  return (field, role) => (given.get(role)?.has(field) === true ? undefined : 'not-permitted');
}
