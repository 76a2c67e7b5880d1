/** The forms the hub fills, read from their files once, at start. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../config/root.ts';
import type { FormAnswer } from '../../mappings/forms/answer.ts';
import { checkManifest } from '../../mappings/forms/check.ts';
import { compileForm, type CompiledForm } from '../../mappings/forms/compile.ts';
import type { EvaluateContext, Whose } from '../../mappings/forms/context.ts';
import type { FormManifest } from '../../mappings/forms/contract.ts';
import { evaluateForm } from '../../mappings/forms/evaluate.ts';
import type { FormatTools } from '../../mappings/forms/formats.ts';
import type { People } from '../../mappings/forms/people.ts';
import { vietnameseDay } from '../../mappings/lib/dates.ts';
import type { Units } from '../../mappings/lib/units/contract.ts';
import { successorsOf } from '../../mappings/lib/units/successors.ts';
import { StartRefused } from '../errors.ts';

/** One version of a form, ready to be filled. */
export type FormVersion = {
  version: string;
  /** Ids of its fields. */
  fields: ReadonlySet<string>;
  /** It, made ready: whom to look for (mappings/forms/people.ts). */
  form: CompiledForm;
  /** Fills it, addresses by the units of today. */
  evaluate(
    people: People,
    options?: Omit<EvaluateContext, keyof FormatTools>,
    given?: Map<string, ReadonlySet<Whose>>,
  ): FormAnswer;
};

export type Forms = {
  ids: readonly string[];
  /** The versions of a form, oldest first; undefined if there is no such form. */
  versions(form: string): readonly string[] | undefined;
  /** The version asked for, or the one in force. */
  find(form: string, version?: string): FormVersion | undefined;
};

type Options = {
  /** Holds `<form>/<version>.yaml`. */
  folder?: string;
  /** What addresses are written by; without it none is. */
  units?: Units;
  /** Epoch milliseconds. */
  now?: () => number;
};

/** Reads every form. Throws one error that lists every fault of every file. */
export function loadForms({
  folder = join(projectRoot(), 'mappings', 'forms'),
  units,
  now = Date.now,
}: Options = {}): Forms {
  const manifests = readManifests(folder);
  const forms = new Map<string, Map<string, FormVersion>>();
  for (const manifest of manifests) {
    const versions = forms.get(manifest.id) ?? new Map<string, FormVersion>();
    forms.set(
      manifest.id,
      versions.set(
        manifest.version,
        versionOf(manifest, () => addressWriting(units, vietnameseDay(now()))),
      ),
    );
  }
  return {
    ids: [...forms.keys()],
    versions: (form) => {
      const versions = forms.get(form);
      return versions === undefined ? undefined : [...versions.keys()];
    },
    find(form, version) {
      const versions = forms.get(form);
      return version === undefined ? inForce(versions, vietnameseDay(now())) : versions?.get(version);
    },
  };
}

/** How addresses are written on a day: units are called what they are called then, or were at the end. */
function addressWriting(units: Units | undefined, day: string): FormatTools {
  if (units === undefined) return { unitName: () => undefined };
  return {
    unitName: (catalogue, level, code) => units.at({ catalogue, level, code }, day)?.name,
    successorsOf: (address) => successorsOf(units, address, day),
  };
}

function versionOf(manifest: FormManifest, writing: () => FormatTools): FormVersion {
  const form = compileForm(manifest);
  return {
    version: manifest.version,
    fields: new Set(manifest.fields.map(({ id }) => id)),
    form,
    evaluate: (people, options, given) => evaluateForm(form, people, { ...options, ...writing() }, given),
  };
}

/** The newest version that has begun by `day`; the first one while none has. */
function inForce(versions: ReadonlyMap<string, FormVersion> | undefined, day: string): FormVersion | undefined {
  const all = [...(versions?.values() ?? [])];
  return all.findLast(({ version }) => version <= day) ?? all[0];
}

/** Every manifest, by form and version. */
function readManifests(folder: string): FormManifest[] {
  const faults: string[] = [];
  const manifests: FormManifest[] = [];
  for (const form of foldersIn(folder)) {
    for (const file of filesIn(join(folder, form))) {
      const place = `${form}/${file}`;
      const read = readManifest(join(folder, form, file), { form, version: basename(file, '.yaml') });
      if (read.ok) manifests.push(read.manifest);
      else faults.push(...read.problems.map((problem) => `${place}: ${problem}`));
    }
  }
  if (faults.length > 0) throw new StartRefused('reading the forms', faults);
  return manifests;
}

function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
}

function readManifest(file: string, named: { form: string; version: string }): ReturnType<typeof checkManifest> {
  let read: unknown;
  try {
    read = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return { ok: false, problems: [`is not YAML (${error instanceof Error ? error.name : 'unreadable'})`] };
  }
  const checked = checkManifest(read);
  if (!checked.ok) return checked;
  const { id, version } = checked.manifest;
  const problems = [
    ...(id === named.form ? [] : [`id: expected ${named.form}, as its folder is called`]),
    ...(version === named.version ? [] : [`version: expected ${named.version}, as the file is called`]),
  ];
  return problems.length === 0 ? checked : { ok: false, problems };
}
