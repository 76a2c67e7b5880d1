/** Whom a form is about beside the citizen, and no record can name: the request does, or nobody. Pure. */
import type { FormManifest } from '../../../mappings/forms/contract.ts';
import type { Sex } from '../people/person.ts';
import type { Text } from './contract.ts';

type OtherRole = { id: string; label: Text; sex?: Sex | undefined };

/** The role of the other person where a citizen of a sex is the subject: of two who marry, the one they are not. */
export function otherRole({ subject, roles }: FormManifest, sex: Sex): OtherRole | undefined {
  const subjects = [subject].flat();
  const own = subjects.find((id) => roles[id]?.sex === sex) ?? subjects[0];
  const found = Object.entries(roles).find(([id, { links }]) => id !== own && links === undefined);
  return found && { id: found[0], ...found[1] };
}

/** What a form calls the other person, whoever the citizen is; undefined if it has no place for one. */
export function otherLabel(manifest: FormManifest): Text | undefined {
  const labels = (['male', 'female'] as const).flatMap((sex) => otherRole(manifest, sex)?.label ?? []);
  const all = (language: keyof Text) => [...new Set(labels.map((label) => label[language]))].join(' / ');
  return labels.length === 0 ? undefined : { vi: all('vi'), en: all('en') };
}
