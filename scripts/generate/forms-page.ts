/** docs/reference/forms.md, from the manifests of the forms. */
import { join } from 'node:path';
import { loadForms } from '../../hub/http/forms.ts';
import { reasons } from '../../mappings/forms/answer.ts';
import type { FormField, FormManifest } from '../../mappings/forms/contract.ts';
import { formats } from '../../mappings/forms/formats.ts';
import { isReusable, shareOf } from '../../mappings/forms/share.ts';
import { sourceText } from '../cli/forms/source-text.ts';
import { code, page, table } from './markdown.ts';

/** The page as Markdown. */
export function formsPage(root: string): string {
  const forms = loadForms({ folder: join(root, 'mappings', 'forms') });
  const manifests = forms.ids.flatMap((id) =>
    (forms.versions(id) ?? []).flatMap((version) => forms.find(id, version)?.form.manifest ?? []),
  );
  return page(
    '# Forms',
    'Source: the manifests `mappings/forms/<form>/<version>.yaml`, and `reasons` and `formats` beside them.',
    `**Tóm tắt.** Mỗi biểu mẫu, từng trường và nguồn có thể tái sử dụng. Cột "offered" là số trường hệ thống có thể điền;
cột "reusable" là số trường do cơ quan có thẩm quyền khẳng định, tính trên tất cả các trường biểu mẫu yêu cầu, kể cả
trường công dân phải tự khai. Đây là mức tối đa trên lý thuyết, chưa phải kết quả đo được.`,
    `How a form is described and added: [adding a form](../adding-a-form.md). A form is a draft until somebody has compared
it with the printed one.`,
    `Every field the form asks for is counted, those only the citizen can fill among them; a table is one. _Offered_ may be
filled by the hub at all; _reusable_ may be filled with what somebody in charge states, which alone counts as reused. It
is the most that can be reached by the manifest alone: what is held of a person, and what a client may ask, make it less.`,
    summary(manifests),
    ...manifests.flatMap(formBlocks),
    '## Why a field is not filled',
    table(['reason', 'Vietnamese', 'English'], Object.entries(reasons).map(([reason, { vi, en }]) => [code(reason), vi, en])), // prettier-ignore
    '## Formats',
    table(['format', 'writes', 'what'], Object.entries(formats).map(([name, { kinds, about }]) => [code(name), kinds.join(', '), about])), // prettier-ignore
  );
}

function summary(manifests: readonly FormManifest[]): string {
  const shares = manifests.map(shareOf);
  const total = (count: 'asked' | 'offered' | 'reusable'): number => shares.reduce((sum, each) => sum + each[count], 0);
  const counts = (asked: number, offered: number, reusable: number): string[] => [
    String(asked),
    `${String(offered)} (${percent(offered, asked)})`,
    `${String(reusable)} (${percent(reusable, asked)})`,
  ];
  return table(
    ['form', 'version', 'title', 'fields', 'offered', 'reusable'],
    [
      ...manifests.map((manifest, index) => {
        const { asked, offered, reusable } = shares[index] ?? shareOf(manifest);
        const { id, version, title } = manifest;
        return [`[${code(id)}](#${headingOf(manifest).replaceAll(' ', '-')})`, version, title.vi, ...counts(asked, offered, reusable)]; // prettier-ignore
      }),
      ['all', '', '', ...counts(total('asked'), total('offered'), total('reusable'))],
    ],
  );
}

function percent(part: number, whole: number): string {
  return `${String(Math.round((100 * part) / whole))} %`;
}

function headingOf({ id, version }: FormManifest): string {
  return `${id} ${version}`;
}

function formBlocks(manifest: FormManifest): string[] {
  const { title, legalSource, draft, note, procedures, fields, roles } = manifest;
  const used = procedures.map(({ code: number, name }) => `${number === undefined ? '' : `${code(number)} `}${name.vi} (${name.en})`); // prettier-ignore
  const people = Object.entries(roles).map(([id, { label }]) => `${code(id)} ${label.vi} (${label.en})`);
  return [
    `## ${headingOf(manifest)}`,
    `${title.vi} (${title.en}). ${legalSource.vi} (${legalSource.en}).`,
    ...(draft ? [`Draft: ${note ?? ''}`] : note === undefined ? [] : [note]),
    `Procedures: ${used.join('; ')}. People: ${people.join('; ')}.`,
    table(['field', 'Vietnamese', 'English', 'required', 'from', 'reusable'], fields.flatMap(fieldRows)),
  ];
}

function fieldRows({ id, label, required, source, columns = [] }: FormField): string[][] {
  const row = (name: string, entry: Pick<FormField, 'label' | 'required' | 'source'>): string[] => [
    code(name),
    entry.label.vi,
    entry.label.en,
    entry.required ? 'yes' : '',
    sourceText(entry.source),
    isReusable(entry.source) ? 'yes' : '',
  ];
  return [row(id, { label, required, source }), ...columns.map((column) => row(`${id}[].${column.id}`, column))];
}
