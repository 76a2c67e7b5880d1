/** What the server of the provincial portal does for its page: it holds the hub's credentials and the seals of answers. */
import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { FormManifest } from '../../../mappings/forms/contract.ts';
import { shareOf } from '../../../mappings/forms/share.ts';
import type { Forms } from '../../../hub/http/forms.ts';
import { vietnameseDay } from '../../../mappings/lib/dates.ts';
import { isoDate } from '../people/person.ts';
import type { Registry } from '../people/registry.ts';
import { sampleCitizens } from '../people/samples.ts';
import type { Citizen, FormChoice, Opening, Report, Start, Submission, Text, Verified } from './contract.ts';
import { givenFields, labelsOf, shownDefinition } from './definition.ts';
import { HubTrouble, type Hub, type Prefilled } from './hub.ts';

export type SitePortal = {
  start(): Start;
  /** The citizen at an index of the sandbox. Throws HubTrouble, as everything here. */
  citizen(index: number): Citizen;
  open(personalNumber: string, form: string): Promise<Opening>;
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
    citizen: (index) => citizenAt(registry, index),
    open: async (personalNumber, form) => {
      const [citizen, manifest] = [citizenOf(registry, personalNumber), manifestOf(forms, form)];
      const [id, caseCode, subject] = [randomUUID(), nextCase(), { personalNumber }];
      const procedure = manifest.procedures.find(({ code }) => code !== undefined)?.code;
      const { version } = manifest;
      const answer = await hub.prefill({ form, version, subject, purpose, caseCode, session: id, procedure });
      openings.set(id, { personalNumber, form, version, caseCode, seal: answer.seal });
      return openingOf({ id, caseCode, citizen }, manifest, answer);
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

function openingOf(
  who: Pick<Opening, 'id' | 'caseCode' | 'citizen'>,
  manifest: FormManifest,
  { fields, subject }: Prefilled,
): Opening {
  const { title, legalSource, draft: isDraft } = manifest;
  return {
    ...{ ...who, isKnown: subject.known, isDeceased: subject.status === 'deceased', title, legalSource, isDraft },
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
    return [{ id, title: manifest.title, fields: asked, offered }];
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
      ...{ number, name, birthDate },
      note: { vi, en },
    }),
  );
}

function citizenOf(registry: Registry, personalNumber: string): Citizen {
  const index = registry.indexOf(personalNumber);
  if (index === undefined) throw new HubTrouble('unknown-citizen');
  return citizenAt(registry, index);
}

function citizenAt(registry: Registry, index: number): Citizen {
  const person = index < registry.end() ? registry.inPopulation(index) : undefined;
  if (person === undefined) throw new HubTrouble('unknown-citizen');
  return { number: person.personalNumber, name: person.fullName, birthDate: isoDate(person.birthDate) };
}
