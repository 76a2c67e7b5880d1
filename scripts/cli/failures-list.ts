/** `lienthong failures list` and `failures show`. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { connectApi } from './api.ts';
import type { CliContext } from './context.ts';
import { failureDetail, failureList, type FailureDetail, type FailureSummary } from './failure-shapes.ts';
import { describeFault } from './problem.ts';
import { counted, plainLine, plainText, section, table, type Column } from './terminal.ts';

type ListOptions = {
  stage?: string;
  code?: string;
  system?: string;
  status?: string;
  limit: number;
  after?: string;
  json?: true;
};

type ShowOptions = { json?: true; body?: true };

/** A count on the command line: 1 or more. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('expected a whole number, 1 or more');
  return Number(text);
}

/** Adds the two commands that read. */
export function addReadingCommands(failures: Command, context: CliContext): void {
  failures
    .command('list')
    .description('List failed records, newest first, without what is in them.')
    .option('--stage <stage>', 'only of this stage (receive, normalise, deliver)')
    .option('--code <code>', 'only with this error code')
    .option('--system <system>', 'only of this system')
    .addOption(new Option('--status <status>', 'only in this state').choices(['open', 'replayed']))
    .option('--limit <count>', 'most to list', wholeNumber, 20)
    .option('--after <position>', 'go on where the last list ended')
    .option('--json', 'print JSON')
    .action((options: ListOptions) => listFailures(context, options));
  failures
    .command('show <id>')
    .description('Show one failed record with its body, which may hold personal data.')
    .option('--json', 'print JSON')
    .option('--body', 'print nothing but the body, byte by byte as received')
    .action((id: string, options: ShowOptions) => showFailure(context, id, options));
}

async function listFailures(context: CliContext, { json, ...query }: ListOptions): Promise<void> {
  const api = await connectApi(context);
  const list = await api.call({ doing: 'listing failures', path: '/v1/failures', query }, failureList);
  if (json) {
    context.stdout(`${JSON.stringify(list, undefined, 2)}\n`);
  } else if (list.failures.length === 0) {
    context.stdout('No failures match.\n');
  } else {
    context.stdout(`${table(columns, list.failures.map(row))}\n\n${whatNext(list.failures.length, list.next)}\n`);
  }
}

const columns: Column[] = [
  { title: 'ID' },
  { title: 'FAILED AT' },
  { title: 'SYSTEM' },
  { title: 'TYPE' },
  { title: 'STAGE' },
  { title: 'CODE' },
  { title: 'STATUS' },
  { title: 'TRIES', align: 'right' },
  { title: 'BYTES', align: 'right' },
  { title: 'FAULTS' },
];

function row(failure: FailureSummary): string[] {
  const { id, failedAt, system, type, stage, code, status, attempts, bytes } = failure;
  return [id, failedAt, system, type ?? '', stage, code, status, String(attempts), String(bytes), faultsOf(failure)];
}

function faultsOf({ faults }: FailureSummary): string {
  const [first, ...rest] = faults;
  if (first === undefined) return '';
  const more = rest.length === 0 ? '' : ` and ${counted(rest.length, 'more fault')}`;
  return `${first.path}: ${first.code}${more}`;
}

function whatNext(count: number, next: string | null | undefined): string {
  const more = next === null || next === undefined ? '' : ` There are more: add --after ${plainLine(next)}`;
  return [
    `${counted(count, 'failure')}.${more}`,
    'See one with: lienthong failures show <id>',
    'Try again with: lienthong failures replay <id> --reason "…"',
  ].join('\n');
}

async function showFailure(context: CliContext, id: string, options: ShowOptions): Promise<void> {
  const api = await connectApi(context);
  const path = `/v1/failures/${encodeURIComponent(id)}`;
  const failure = await api.call({ doing: 'reading the failure', path }, failureDetail);
  if (options.body) {
    context.stdout(Buffer.from(failure.bodyBase64, 'base64'));
  } else if (options.json) {
    context.stdout(`${JSON.stringify(failure, undefined, 2)}\n`);
  } else {
    context.stdout(describeFailure(failure));
  }
}

function describeFailure(failure: FailureDetail): string {
  const { origin } = failure;
  const facts: [string, string][] = [
    ['id', failure.id],
    ['failed at', failure.failedAt],
    ['system', failure.system],
    ['type', failure.type ?? '(not known)'],
    ['stage', failure.stage],
    ['code', failure.code],
    ['status', failure.status],
    ['tries', String(failure.attempts)],
    [
      'origin',
      origin ? `${origin.topic}, partition ${String(origin.partition)}, offset ${String(origin.offset)}` : '-',
    ],
    ['body', `${failure.contentType}, ${counted(failure.bytes, 'byte')}`],
  ];
  return [
    ...facts.map(([name, value]) => `${name.padEnd(10)} ${plainLine(value)}`),
    ...section(
      'Faults',
      failure.faults.map((fault) => plainLine(describeFault(fault))),
    ),
    ...section(
      'Replays',
      failure.replays.map(({ at, by, reason }) => plainLine(`  ${at} by ${by}: ${reason}`)),
    ),
    ...section('Body as received', [failure.body === null ? notText(failure) : plainText(failure.body)]),
    '',
  ].join('\n');
}

function notText(failure: FailureDetail): string {
  return `(not UTF-8 text; as base64)\n${failure.bodyBase64}`;
}
