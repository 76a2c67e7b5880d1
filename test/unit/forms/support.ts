/** Forms and the people in them, as the tests of prefilling need them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../../config/root.ts';
import type { CitizenFields } from '../../../mappings/canonical/citizen.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { checkManifest } from '../../../mappings/forms/check.ts';
import { compileForm, type CompiledForm } from '../../../mappings/forms/compile.ts';
import type { FormManifest } from '../../../mappings/forms/contract.ts';
import type { PersonView } from '../../../mappings/forms/people.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import { statementsOf } from '../../../mappings/statements.ts';
import { sliceOf } from '../mappings/support.ts';

/** A manifest of the project. */
export function shippedManifest(form: string, version: string): FormManifest {
  const file = join(projectRoot(), 'mappings', 'forms', form, `${version}.yaml`);
  const checked = checkManifest(parse(readFileSync(file, 'utf8')));
  assert.ok(checked.ok, JSON.stringify(checked));
  return checked.manifest;
}

const label = { vi: 'Tên', en: 'Name' };

/** A field of a form, as a manifest writes it. */
export function fieldOf(id: string, source: object, more: object = {}): object {
  return { id, label, type: 'text', required: true, source, ...more };
}

type Role = { sex?: string; links?: object[] };

/** A manifest as it is read from a file. */
export function manifestOf(fields: object[], roles: Record<string, Role> = { citizen: {} }, more: object = {}): object {
  const named = Object.fromEntries(Object.entries(roles).map(([id, role]) => [id, { label, ...role }]));
  const head = { id: 'a', version: '2026-01-01', title: label, procedures: [], legalSource: label, draft: false };
  return { ...head, subject: Object.keys(roles)[0], roles: named, fields, ...more };
}

/** The same, made ready. */
export function formOf(fields: object[], roles?: Record<string, Role>, more?: object): CompiledForm {
  const checked = checkManifest(manifestOf(fields, roles, more));
  assert.ok(checked.ok, JSON.stringify(checked));
  return compileForm(checked.manifest);
}

/** What the store would answer of somebody of whom these slices are held. */
export function viewOf(...slices: Slice[]): PersonView {
  return { merged: mergeSlices(slices), statements: (field) => statementsOf(slices, field) };
}

/** Somebody as the population database has them. */
export function populationView(fields: CitizenFields): PersonView {
  return viewOf(sliceOf({ fields }));
}
