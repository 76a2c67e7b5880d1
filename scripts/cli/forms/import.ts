/** A manifest from a Form.io definition: as it was exported, or a first skeleton for somebody to review. */
import { z } from 'zod';
import { citizenFields, citizenFieldNames } from '../../../mappings/canonical/citizen.ts';
import { formatNames, suits, type FormatName } from '../../../mappings/forms/formats.ts';
import { canonicalPath } from '../../../mappings/forms/paths.ts';
import { nameKeys } from '../../../mappings/lib/names.ts';
import { childrenOf, component, definition, layoutTypes, ownProperties, silentTypes, type Component, type Definition } from './formio.ts'; // prettier-ignore

/** A manifest as it is written to a file, not checked yet; and what of the definition is not in it. */
export type Imported = { manifest: Record<string, unknown>; notes: string[] };

const entryTypes: ReadonlyMap<string, string> = new Map([
  ...['textfield', 'textarea', 'email', 'phoneNumber', 'url', 'address', 'time'].map((type) => [type, 'text'] as const),
  ...['day', 'datetime'].map((type) => [type, 'date'] as const),
  ...['number', 'currency'].map((type) => [type, 'number'] as const),
  ...['select', 'radio'].map((type) => [type, 'choice'] as const),
  ...['checkbox', 'signature'].map((type) => [type, 'confirmation'] as const),
  ...['datagrid', 'editgrid'].map((type) => [type, 'table'] as const),
]);

const unreviewed = 'Not decided yet whether the hub holds it.';

/** Reads a definition. Undefined if it is none. `version` is the day it comes into force, if it does not say so itself. */
export function importDefinition(read: unknown, version: string): Imported | undefined {
  const parsed = definition.safeParse(read);
  if (!parsed.success) return undefined;
  const notes: string[] = [];
  const fields = entriesOf(parsed.data.components, { notes, isColumn: false });
  return { manifest: { ...headOf(parsed.data, { version, notes }), fields }, notes };
}

type Head = { version: string; notes: string[] };

function headOf({ title, name, path, properties }: Definition, { version, notes }: Head): Record<string, unknown> {
  const own = parseOwn(properties[ownProperties.form]);
  if (own !== undefined) return { ...own, ...citedTwice(own, notes) };
  const label = { vi: title, en: title };
  return {
    id: formIdOf(path === '' ? name : path),
    version,
    title: label,
    procedures: [],
    legalSource: { vi: 'chưa nêu', en: 'not stated yet' },
    draft: true,
    note: 'Imported from a Form.io definition; nothing has been compared with the printed form.',
    subject: 'citizen',
    roles: { citizen: { label: { vi: 'Người khai', en: 'Who declares' } } },
  };
}

/** Manifests cited the regulation in one text before they did so in each language. */
function citedTwice({ legalSource }: Record<string, unknown>, notes: string[]): object {
  if (typeof legalSource !== 'string') return {};
  notes.push('legalSource: one text, which stands in both languages now; cite it in Vietnamese and in English');
  return { legalSource: { vi: legalSource, en: legalSource } };
}

type Reading = { notes: string[]; isColumn: boolean };

function entriesOf(components: readonly unknown[], reading: Reading): object[] {
  return components.flatMap((each) => {
    const parsed = component.safeParse(each);
    if (!parsed.success) {
      reading.notes.push('something that is no component: left out');
      return [];
    }
    return entriesIn(parsed.data, reading);
  });
}

function entriesIn(given: Component, reading: Reading): object[] {
  const { type, key } = given;
  if (silentTypes.has(type)) return [];
  const known = entryTypes.get(type);
  if (known === undefined && layoutTypes.has(type)) return entriesOf(childrenOf(given), reading);
  if (known === undefined || (known === 'table' && reading.isColumn)) {
    reading.notes.push(`${key}: a component of type ${type} is not known here; left out`);
    return [];
  }
  return [entryOf(given, known, reading)];
}

function entryOf(given: Component, type: string, reading: Reading): object {
  const { key, label, validate, properties } = given;
  const { en = label, optionsEn = [], ...more } = parseMore(properties[ownProperties.more]);
  const id = idOf(key);
  if (id !== key) reading.notes.push(`${key}: called ${id} in the manifest`);
  const columns = type === 'table' ? entriesOf(given.components, { ...reading, isColumn: true }) : [];
  return {
    id,
    label: { vi: label, en },
    type,
    required: validate.required,
    ...sourceOf(given, type),
    ...unlessEmpty('options', optionsOf(given, optionsEn)),
    ...unlessEmpty('columns', columns),
    ...more,
  };
}

/** What the definition says itself, or a guess that is marked as one. */
function sourceOf({ label, properties }: Component, type: string): { source: object; suggested?: true } {
  const source = parseOwn(properties[ownProperties.reuse]);
  if (source !== undefined) return { source };
  return { source: type === 'table' ? { declaredByCitizen: unreviewed } : guess(label), suggested: true };
}

function unlessEmpty(name: string, list: object[]): object {
  return list.length === 0 ? {} : { [name]: list };
}

function optionsOf({ values, data }: Component, english: readonly string[]): object[] {
  return [...data.values, ...values].map(({ value, label }, index) => ({
    value,
    label: { vi: label, en: english[index] ?? label },
  }));
}

/** The canonical field of that very name, in a format that can write it; else the citizen declares it. */
function guess(label: string): object {
  const { plain } = nameKeys(label);
  const path = citizenFieldNames.find((name) => nameKeys(citizenFields[name].vi).plain === plain);
  const found = path === undefined ? undefined : canonicalPath(path);
  const format = formatNames.find((name) => found?.kind !== undefined && suits(name, found.kind));
  if (found === undefined || format === undefined) return { declaredByCitizen: unreviewed };
  return { path, ...formatOf(format), ...(found.sensitive ? { sensitive: true } : {}) };
}

/** Said only where it is not what holds anyway. */
function formatOf(format: FormatName): { format?: FormatName } {
  return format === 'text' ? {} : { format };
}

/** `Đơn xin nghỉ`, `don_xin_nghi` as `don-xin-nghi`. */
function formIdOf(text: string): string {
  const words = text.split(/[^\p{L}\p{M}\p{N}]+/u).map((word) => nameKeys(word).plain);
  return words.filter((word) => word !== '').join('-');
}

/** `ho_ten`, `HoTen`, `ho-ten` as `hoTen`. */
function idOf(key: string): string {
  const words = key.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)));
  const id = joined.join('');
  return id.charAt(0).toLowerCase() + id.slice(1);
}

const ownObject = z.record(z.string(), z.unknown());
const ownMore = z.looseObject({ en: z.string().optional(), optionsEn: z.array(z.string()).optional() }).catch({});

function parseOwn(json: string | undefined): Record<string, unknown> | undefined {
  return ownObject.safeParse(fromJson(json)).data;
}

function parseMore(json: string | undefined): z.infer<typeof ownMore> {
  return ownMore.parse(fromJson(json));
}

function fromJson(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}
