/** One form as a portal has it filled, and as a citizen hands it in. */
import { z } from 'zod';
import type { Api } from '../../cli/api.ts';
import { CliError } from '../../cli/context.ts';
import type { Filing } from './filings.ts';

const filled = z.object({ value: z.string(), seal: z.string().optional() });
const unfilled = z.object({ reason: z.string() });
const filledTable = z.object({
  rows: z.array(z.record(z.string(), z.union([filled, unfilled]))),
  seal: z.string().optional(),
});

const answerSchema = z.object({
  ...{ form: z.string(), version: z.string(), seal: z.string() },
  fields: z.record(z.string(), z.union([filled, filledTable, unfilled])),
});
const verifiedSchema = z.object({ outcome: z.string() });

type Fields = z.infer<typeof answerSchema>['fields'];
type Given = { value: string | Record<string, string>[]; seal?: string | undefined };

/** `edits`: where among the values given the one stands that the citizen changes, from 0 to below 1; none if not given. */
export type Submission = Filing & { form: string; caseCode: string; edits: number | undefined };

/** Asks for a form, and hands in what was given. Throws `CliError`, also where the hub keeps no outcome of it. */
export async function submit(portal: Api, { form, subject, people, caseCode, edits }: Submission): Promise<void> {
  const about = { subject: { personalNumber: subject }, caseCode, form };
  const others = Object.fromEntries(
    Object.entries(people).map(([role, personalNumber]) => [role, { personalNumber }] as const),
  );
  const asked = { doing: `filling ${form}`, path: '/v1/prefill', body: { ...about, people: others, purpose: 'TTHC' } };
  const { fields, seal, version } = await portal.call(asked, answerSchema);
  const body = { ...about, version, seal, fields: handedIn(fields, edits), final: true };
  const handing = { doing: `handing in ${form}`, path: '/v1/prefill/verify', body };
  const { outcome } = await portal.call(handing, verifiedSchema);
  if (outcome !== 'recorded') throw new CliError(`handing in ${form}: the outcome is ${outcome}`);
}

/** Every value as it was given; of an edited form one of them is another. */
function handedIn(fields: Fields, edits: number | undefined): Record<string, Given> {
  const given = Object.entries(fields).flatMap(([id, field]): [string, Given][] => {
    if ('reason' in field) return [];
    return [[id, { value: 'rows' in field ? field.rows.map(valuesIn) : field.value, seal: field.seal }]];
  });
  const texts = given.flatMap(([, field]) => (typeof field.value === 'string' ? [field] : []));
  const edited = edits === undefined ? undefined : texts[Math.floor(edits * texts.length)];
  if (edited !== undefined) edited.value = 'khác';
  return Object.fromEntries(given);
}

function valuesIn(row: Record<string, z.infer<typeof filled> | z.infer<typeof unfilled>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([column, cell]) => ('value' in cell ? [[column, cell.value] as const] : [])),
  );
}
