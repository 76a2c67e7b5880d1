/** Prefilling a form: every field gets a value with its source, or the reason why it has none. Pure. */
import type { CitizenField } from '../canonical/citizen.ts';
import type { MergedValue, MergedView } from '../canonical/slices.ts';
import { isCitizenField, type FormField, type FormManifest } from './contract.ts';
import { isObject } from '../lib/fields.ts';
import { format, type FormatContext, type FormatName } from './formats.ts';

/** Why a field is not prefilled. The list is closed; a portal can show the words to the citizen. */
export const reasons = {
  'not-held': { vi: 'Chưa có trong cơ sở dữ liệu', en: 'No system connected to the hub has stated it.' },
  'declared-by-citizen': { vi: 'Công dân tự khai', en: 'Only the citizen can say it.' },
  withheld: { vi: 'Có dữ liệu nhưng không được cung cấp', en: 'Held, and protected from being given out.' },
  'not-permitted': { vi: 'Mục đích sử dụng không cho phép', en: 'The purpose stated does not allow this field.' },
  'source-unavailable': { vi: 'Nguồn dữ liệu tạm thời gián đoạn', en: 'The system that holds it did not answer.' },
  'not-applicable': { vi: 'Không áp dụng với công dân này', en: 'The field has no meaning for this citizen.' },
  'not-presentable': {
    vi: 'Không thể ghi theo yêu cầu của biểu mẫu',
    en: 'Held, but not as the form wants it written.',
  },
} as const;

export type Reason = keyof typeof reasons;

export type PrefilledField = { value: string; source: string; asOf: string } | { reason: Reason };
export type PrefilledForm = { fields: Record<string, PrefilledField> };

export type PrefillContext = {
  unitName: FormatContext['unitName'];
  successorsOf?: FormatContext['successorsOf'];
  /** The reason to keep a canonical field back from this asker, if there is one. Asked before the value is looked at. */
  refuse?: (field: CitizenField) => Reason | undefined;
  /** Why a field is missing from the view; `not-held` unless a system that may hold it could not be asked. */
  missing?: Reason;
};

/** Fills a form from a merged view. Every field of the manifest is in the answer, in the manifest's order. */
export function evaluateForm(manifest: FormManifest, view: MergedView, context: PrefillContext): PrefilledForm {
  return {
    fields: Object.fromEntries(manifest.fields.map((field) => [field.id, evaluateField(field, view, context)])),
  };
}

function evaluateField({ source }: FormField, view: MergedView, context: PrefillContext): PrefilledField {
  if (!('path' in source)) return { reason: 'declared-by-citizen' };
  const [field = '', ...parts] = source.path.split('.');
  if (!isCitizenField(field)) return { reason: 'not-held' };
  const refusal = context.refuse?.(field);
  if (refusal !== undefined) return { reason: refusal };
  const held = view[field];
  if (held === undefined) return { reason: context.missing ?? 'not-held' };
  const { unitName, successorsOf } = context;
  return present(held, parts, { name: source.format, view, unitName, successorsOf });
}

function present(
  held: MergedValue,
  parts: readonly string[],
  { name, ...context }: FormatContext & { name: FormatName },
): PrefilledField {
  const value = partOf(held.value, parts);
  if (value === undefined) return { reason: 'not-held' };
  const written = format(name, value, context);
  if (written === undefined) return { reason: 'not-presentable' };
  return { value: written, source: held.system, asOf: held.asOf };
}

function partOf(value: unknown, parts: readonly string[]): unknown {
  return parts.reduce<unknown>((part, name) => (isObject(part) ? part[name] : undefined), value);
}
