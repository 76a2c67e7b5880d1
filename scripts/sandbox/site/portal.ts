/** What the server of the provincial portal does for its page: it holds the hub's credentials and the seals of answers. */
import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { FormManifest } from '../../../mappings/forms/contract.ts';
import { shareOf } from '../../../mappings/forms/share.ts';
import type { Forms } from '../../../hub/http/forms.ts';
import { vietnameseDay } from '../../../mappings/lib/dates.ts';
import { isoDate, type Person } from '../people/person.ts';
import type { Registry } from '../people/registry.ts';
import { sampleCitizens } from '../people/samples.ts';
import type { Choice, Citizen, FormChoice, Opening, Report, Start, Submission, Text, Verified } from './contract.ts';
import { givenFields, labelsOf, shownDefinition } from './definition.ts';
import { dayTexts } from './explain.ts';
import { HubTrouble, type Hub, type Prefilled } from './hub.ts';
import { otherLabel, otherRole } from './other.ts';

export type SitePortal = {
  start(): Start;
  /** The citizen at an index of the sandbox. Throws HubTrouble, as everything here. */
  citizen(index: number): Citizen;
  open(choice: Choice): Promise<Opening>;
  submit(submission: Submission): Promise<Verified>;
  report(): Promise<Report>;
};

type Parts = { hub: Hub; forms: Forms; registry: Registry; now: () => number };

/** What is kept of a form that was opened, on the server: the page is given none of it. */
type Kept = { personalNumber: string; form: string; version: string; caseCode: string; seal: string };

const mostOpenings = 5000;
const purpose = 'TTHC';
/** An agency of the province, as case codes begin. */
const agency = 'H29.12';

/** A portal; what was opened is forgotten with the process. */
export function createSitePortal(parts: Parts): SitePortal {
  const { hub, forms, registry } = parts;
  const openings = new LRUCache<string, Kept>({ max: mostOpenings });
  let cases = 0;
  const nextCase = (): string => {
    cases += 1;
    const day = vietnameseDay(parts.now()).replaceAll('-', '').slice(2);
    return `${agency}-${day}-${String(cases).padStart(4, '0')}`;
  };
  return {
    start: () => ({ citizens: samples(registry), last: registry.end() - 1, forms: choices(forms) }),
    citizen: (index) => citizenOf(personAt(registry, index)),
    open: async (choice) => {
      const opened = { ...chosen(choice, parts), id: randomUUID(), caseCode: nextCase() };
      const { id, caseCode, manifest, person } = opened;
      const answer = await hub.prefill({ ...requestOf(opened), purpose, caseCode, session: id });
      const { personalNumber } = person;
      openings.set(id, { personalNumber, form: manifest.id, version: manifest.version, caseCode, seal: answer.seal });
      return openingOf(opened, answer);
    },
    submit: async ({ opening, fields }) => {
      const kept = openings.get(opening);
      if (kept === undefined) throw new HubTrouble('unknown-opening');
      const { personalNumber, ...place } = kept;
      return hub.verify({ ...place, subject: { personalNumber }, fields, final: true });
    },
    report: async () => {
      const { lines, ...rest } = await hub.reuse();
      return { ...rest, lines: lines.map((line) => ({ ...line, title: titleOf(forms, line.form) })) };
    },
  };
}

/** What was chosen. `role` is who the form is about beside the citizen, `other` whoever was named for it. */
type Chosen = { manifest: FormManifest; person: Person; role: ReturnType<typeof otherRole>; other: Person | undefined };

function chosen({ form, citizen, other: number }: Choice, { forms, registry }: Parts): Chosen {
  const [manifest, person] = [manifestOf(forms, form), personOf(registry, citizen)];
  const role = otherRole(manifest, person.sex);
  if (number === undefined) return { manifest, person, role, other: undefined };
  const other = personOf(registry, number);
  const isFit = role !== undefined && number !== citizen && (role.sex ?? other.sex) === other.sex;
  if (!isFit) throw new HubTrouble('unfit-other');
  return { manifest, person, role, other };
}

function requestOf({ manifest, person, role, other }: Chosen): object {
  const { id: form, version, procedures } = manifest;
  const procedure = procedures.find(({ code }) => code !== undefined)?.code;
  const named = ({ personalNumber }: Person) => ({ personalNumber });
  const people = role === undefined || other === undefined ? undefined : { [role.id]: named(other) };
  return { form, version, procedure, subject: named(person), people };
}

function openingOf(
  { id, caseCode, manifest, person, role, other }: Chosen & Pick<Opening, 'id' | 'caseCode'>,
  { fields, subject }: Prefilled,
): Opening {
  const { title, legalSource, draft: isDraft } = manifest;
  return {
    ...{ id, caseCode, title, legalSource, isDraft, citizen: citizenOf(person) },
    ...{ isKnown: subject.known, isDeceased: subject.status === 'deceased' },
    other: role && other && { role: role.label, citizen: citizenOf(other) },
    labels: labelsOf(manifest),
    given: givenFields(fields),
    definitions: {
      vi: shownDefinition(manifest, fields, 'vi'),
      en: shownDefinition(manifest, fields, 'en'),
    },
  };
}

function choices(forms: Forms): FormChoice[] {
  return forms.ids.flatMap((id) => {
    const manifest = forms.find(id)?.form.manifest;
    if (manifest === undefined) return [];
    const { asked, offered } = shareOf(manifest);
    return [{ id, title: manifest.title, fields: asked, offered, other: otherLabel(manifest) }];
  });
}

function manifestOf(forms: Forms, form: string): FormManifest {
  const manifest = forms.find(form)?.form.manifest;
  if (manifest === undefined) throw new HubTrouble('hub-refused', 'no such form');
  return manifest;
}

function titleOf(forms: Forms, form: string): Text {
  return forms.find(form)?.form.manifest.title ?? { vi: form, en: form };
}

function samples(registry: Registry): Citizen[] {
  return sampleCitizens(registry).map(
    ({ personalNumber: number, fullName: name, birthDate, note: en, noteVi: vi }) => ({
      ...{ number, name, born: dayTexts(birthDate) },
      note: { vi, en },
    }),
  );
}

function personOf(registry: Registry, personalNumber: string): Person {
  return personAt(registry, registry.indexOf(personalNumber) ?? registry.end());
}

function personAt(registry: Registry, index: number): Person {
  const person = index < registry.end() ? registry.inPopulation(index) : undefined;
  if (person === undefined) throw new HubTrouble('unknown-citizen');
  return person;
}

function citizenOf({ personalNumber: number, fullName: name, birthDate }: Person): Citizen {
  return { number, name, born: dayTexts(isoDate(birthDate)) };
}
