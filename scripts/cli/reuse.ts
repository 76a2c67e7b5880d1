/** `lienthong reuse`: how much declaring was saved. */
import { Option, type Command } from 'commander';
import { z } from 'zod';
import { connectApi } from './api.ts';
import type { CliContext } from './context.ts';
import { grouped, table, type Column } from './terminal.ts';

const counts = {
  answers: z.number(),
  submissions: z.number(),
  verified: z.number(),
  declarable: z.number(),
  reusable: z.number(),
  prefilled: z.number(),
  accepted: z.number(),
  share: z.number().nullable(),
};

const reuseSchema = z.object({
  from: z.string(),
  until: z.string(),
  isWhole: z.boolean(),
  totals: z.object(counts),
  lines: z.array(
    z.object({
      period: z.string(),
      form: z.string(),
      version: z.string(),
      procedure: z.string(),
      agency: z.string(),
      ...counts,
      failing: z.array(z.object({ field: z.string(), reason: z.string(), count: z.number() })),
    }),
  ),
});

type Reuse = z.infer<typeof reuseSchema>;
type Counts = Reuse['totals'];

type Options = {
  from?: string;
  until?: string;
  by: string;
  form?: string;
  formVersion?: string;
  procedure?: string;
  agency?: string;
  json?: true;
};

/** Adds the command. */
export function addReuseCommand(program: Command, context: CliContext): void {
  program
    .command('reuse')
    .description('Show how much declaring was saved, by period, form, procedure and agency.')
    .option('--from <day>', 'first day of answers to count; the first of the month if not given')
    .option('--until <day>', 'last day to count; today if not given')
    .addOption(
      new Option('--by <period>', 'how long the time of one line is').choices(['month', 'day']).default('month'),
    )
    .option('--form <form>', 'only this form')
    .option('--form-version <version>', 'only this version of a form')
    .option('--procedure <code>', 'only this procedure')
    .option('--agency <code>', 'only cases of this agency')
    .option('--json', 'print JSON')
    .action((options: Options) => showReuse(context, options));
}

async function showReuse(context: CliContext, { json, formVersion, ...options }: Options): Promise<void> {
  const api = await connectApi(context);
  const query = { ...options, version: formVersion };
  const report = await api.call({ doing: 'reading the report', path: '/v1/reports/reuse', query }, reuseSchema);
  context.stdout(json ? `${JSON.stringify(report, undefined, 2)}\n` : `${textOf(report)}\n`);
}

const columns: Column[] = [
  ...['PERIOD', 'FORM', 'VERSION', 'PROCEDURE', 'AGENCY'].map((title): Column => ({ title })),
  ...['ANSWERS', 'KNOWN', 'DECLARABLE', 'REUSABLE', 'PREFILLED', 'ACCEPTED', 'SAVED'].map((title): Column => ({
    title,
    align: 'right',
  })),
];

function textOf({ from, until, isWhole, totals, lines }: Reuse): string {
  const rows = lines.map((line) => {
    const { period, form, version, procedure, agency } = line;
    return [period, form, version, orDash(procedure), orDash(agency), ...figures(line)];
  });
  return [
    `Answers from ${from} to ${until}.`,
    '',
    table(columns, [...rows, ['all', '', '', '', '', ...figures(totals)]]),
    ...(isWhole ? [] : ['', 'There are more lines: ask for less.']),
    ...failingText(lines),
  ].join('\n');
}

function figures({ answers, submissions, declarable, reusable, prefilled, accepted, share }: Counts): string[] {
  const percent = share === null ? '-' : `${(share * 100).toFixed(1)} %`;
  return [...[answers, submissions, declarable, reusable, prefilled, accepted].map(grouped), percent];
}

function failingText(lines: Reuse['lines']): string[] {
  const rows = lines.flatMap(({ period, form, version, agency, failing }) =>
    failing.map(({ field, reason, count }) => [period, form, version, orDash(agency), field, reason, grouped(count)]),
  );
  if (rows.length === 0) return [];
  const titles = ['PERIOD', 'FORM', 'VERSION', 'AGENCY', 'FIELD', 'WHY'].map((title): Column => ({ title }));
  return ['', 'Fields that fail most:', '', table([...titles, { title: 'TIMES', align: 'right' }], rows)];
}

function orDash(text: string): string {
  return text === '' ? '-' : text;
}
