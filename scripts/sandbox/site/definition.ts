/**
 * The Form.io definition of a form as it is shown filled: the one that `lienthong forms export` gives, in a language,
 * each component told by the hub's answer whether it is locked and what to say of it. Pure.
 */
import { z } from 'zod';
import type { FormColumn, FormField, FormManifest } from '../../../mappings/forms/contract.ts';
import { exportDefinition } from '../../cli/forms/export.ts';
import type { Given, Language, Text, Value } from './contract.ts';
import { explain, systemName } from './explain.ts';
import type { FieldAnswer, FilledTable, Prefilled } from './hub.ts';

const component = z.looseObject({ key: z.string(), type: z.string() });
const definition = z.looseObject({ components: z.array(component) });
type Component = z.infer<typeof component>;

/** Text longer than this does not fit into one line of a phone. */
const longText = 36;

/** The definition in one language. The citizen's values are not in it: they are the submission's data. */
export function shownDefinition(manifest: FormManifest, answers: Prefilled['fields'], language: Language): object {
  const { components, ...form } = definition.parse(exportDefinition(inLanguage(manifest, language)));
  return { ...form, components: components.map((each) => shown(each, answers[each.key], language)) };
}

/** The fields that were given, by their ids: what the form is filled with and handed in with. */
export function givenFields(answers: Prefilled['fields']): Record<string, Given> {
  const entries = Object.entries(answers).flatMap(([id, answer]): [string, Given][] => {
    if ('reason' in answer) return [];
    const { seal, lock: isLocked, source } = answer;
    return [[id, { value: valueOf(answer), seal, isLocked, source: systemName(source) }]];
  });
  return Object.fromEntries(entries);
}

/** The names of the fields, in the form's order. */
export function labelsOf({ fields }: FormManifest): Record<string, Text> {
  return Object.fromEntries(fields.map(({ id, label }) => [id, label] as const));
}

/** The exporter writes the Vietnamese texts: here they are those of the language. */
function inLanguage(manifest: FormManifest, language: Language): FormManifest {
  const one = (text: Text): Text => ({ vi: text[language], en: text.en });
  const entry = <E extends FormField | FormColumn>(each: E): E => ({
    ...each,
    label: one(each.label),
    ...(each.options === undefined
      ? {}
      : { options: each.options.map(({ value, label }) => ({ value, label: one(label) })) }),
  });
  const fields = manifest.fields.map((field) => ({
    ...entry(field),
    ...(field.columns === undefined ? {} : { columns: field.columns.map(entry) }),
  }));
  return { ...manifest, title: one(manifest.title), fields };
}

function valueOf(answer: Exclude<FieldAnswer, { reason: string }>): Value {
  return 'rows' in answer ? rowsOf(answer) : answer.value;
}

/** A row is handed in with those of its columns that have a value. */
function rowsOf({ rows }: FilledTable): Record<string, string>[] {
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).flatMap(([column, cell]) => ('value' in cell ? [[column, cell.value] as const] : [])),
    ),
  );
}

function shown(each: Component, answer: FieldAnswer | undefined, language: Language): Component {
  const isLocked = answer !== undefined && 'lock' in answer && answer.lock;
  const plain = { ...each, ...widgetOf(each, answer, isLocked), ...describe(answer, language) };
  if (each.type === 'datagrid') return { ...plain, ...tableSettings(each, isLocked) };
  if (!isLocked) return plain;
  // Not `disabled`: who goes through the form by keyboard is to hear what it holds, and why it is so.
  return { ...plain, attributes: { readonly: 'readonly', 'aria-readonly': 'true' } };
}

/** The hub writes every value as text; what is locked needs no list to choose from. */
function widgetOf({ type }: Component, answer: FieldAnswer | undefined, isLocked: boolean): Partial<Component> {
  switch (type) {
    case 'select':
      return isLocked ? { type: 'textfield' } : { widget: 'html5' };
    case 'number':
      return { type: 'textfield', inputMode: 'numeric' };
    case 'textfield':
      return lengthOf(answer) > longText ? { type: 'textarea', rows: 2 } : {};
    default:
      return {};
  }
}

function lengthOf(answer: FieldAnswer | undefined): number {
  return answer !== undefined && 'value' in answer ? answer.value.length : 0;
}

function tableSettings({ components }: Component, isLocked: boolean): Partial<Component> {
  const columns = z.array(component).catch([]).parse(components);
  const attributes = isLocked ? { attributes: { readonly: 'readonly', 'aria-readonly': 'true' } } : {};
  return {
    disableAddingRemovingRows: isLocked,
    // A row nobody has begun would have to be completed before anything can be handed in.
    initEmpty: true,
    components: columns.map((column) => ({ ...column, ...widgetOf(column, undefined, isLocked), ...attributes })),
  };
}

function describe(answer: FieldAnswer | undefined, language: Language): Partial<Component> {
  if (answer === undefined) return {};
  const { kind, brief, detail } = explain(answer, language);
  const isLocked = 'lock' in answer && answer.lock;
  const more = detail === '' ? '' : ` <span class="why-detail">${escaped(detail)}</span>`;
  return {
    description: `<span class="why-brief">${escaped(brief)}</span>${more}`,
    customClass: ['entry', `entry-${kind}`, ...(isLocked ? ['entry-locked'] : [])].join(' '),
  };
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What systems state is text, whatever it looks like; Form.io takes descriptions for HTML. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"{}]/g, (character) => entities[character] ?? `&#${String(character.charCodeAt(0))};`);
}
