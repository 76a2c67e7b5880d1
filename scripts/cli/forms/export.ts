/** A manifest as a Form.io definition, with what the hub knows of each field in its component's `properties`. */
import type { FormColumn, FormField, FormManifest } from '../../../mappings/forms/contract.ts';
import { ownProperties } from './formio.ts';

/**
 * Dates are text: the hub writes them as the form wants them and as far as they are known (`1990`), and a date picker
 * would lose what is not a whole day.
 */
const componentTypes: Readonly<Record<FormField['type'], string>> = {
  text: 'textfield',
  date: 'textfield',
  identifier: 'textfield',
  number: 'number',
  choice: 'select',
  confirmation: 'checkbox',
  table: 'datagrid',
};

/** The definition, as it is written to a file. `importDefinition` makes the same manifest of it again. */
export function exportDefinition({ fields, ...form }: FormManifest): object {
  return {
    title: form.title.vi,
    name: form.id,
    path: form.id,
    type: 'form',
    display: 'form',
    properties: { [ownProperties.form]: JSON.stringify(form) },
    components: fields.map(componentOf),
  };
}

/** What Form.io has no word for; JSON leaves out what is undefined. */
function propertiesOf(entry: FormField | FormColumn): Record<string, string> {
  const { source, type, label, options } = entry;
  const appliesWhen = 'appliesWhen' in entry ? entry.appliesWhen : undefined;
  const optionsEn = options?.map((each) => each.label.en);
  return {
    [ownProperties.reuse]: JSON.stringify(source),
    [ownProperties.more]: JSON.stringify({ type, appliesWhen, en: label.en, optionsEn }),
  };
}

function componentOf(entry: FormField | FormColumn): object {
  const { id, type, label, required, options = [] } = entry;
  const columns = 'columns' in entry ? (entry.columns ?? []) : [];
  return {
    key: id,
    type: componentTypes[type],
    label: label.vi,
    input: true,
    validate: { required },
    properties: propertiesOf(entry),
    ...(options.length === 0
      ? {}
      : { data: { values: options.map(({ value, label: { vi } }) => ({ value, label: vi })) } }),
    ...(columns.length === 0 ? {} : { components: columns.map(componentOf) }),
  };
}
