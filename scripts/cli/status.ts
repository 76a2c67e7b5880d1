/** `lienthong status`: what went through the pipeline, and whether it adds up. */
import type { Command } from 'commander';
import { z } from 'zod';
import { connectApi } from './api.ts';
import { CliError, type CliContext } from './context.ts';
import { plainLine, table, type Column } from './terminal.ts';

/** What Kafka has to be asked for is null where it could not be. */
const counts = {
  received: z.number().nullable(),
  applied: z.number(),
  superseded: z.number(),
  failed: z.number(),
  lag: z.number().nullable(),
};

const pipelineSchema = z.object({
  topics: z.array(z.object({ topic: z.string(), partitions: z.number(), ...counts })),
  totals: z.object(counts),
  connectors: z.array(
    z.object({
      id: z.string(),
      lagEvents: z.number().nullish(),
      lagSeconds: z.number().nullish(),
      breaker: z.string(),
      lastError: z.object({ code: z.string(), at: z.string(), delivery: z.number().optional() }).nullish(),
    }),
  ),
});

type Pipeline = z.infer<typeof pipelineSchema>;
type Account = { addsUp: boolean; text: string };

/** Adds the command. It fails when the account does not add up, or cannot be made. */
export function addStatusCommand(program: Command, context: CliContext): void {
  program
    .command('status')
    .description('Show what the pipeline received and what became of it, and how the connectors are.')
    .option('--json', 'print JSON')
    .action((options: { json?: true }) => showStatus(context, options));
}

async function showStatus(context: CliContext, options: { json?: true }): Promise<void> {
  const api = await connectApi(context);
  const pipeline = await api.call({ doing: 'reading the account', path: '/v1/pipeline' }, pipelineSchema);
  const account = accountOf(pipeline.totals);
  context.stdout(
    options.json
      ? `${JSON.stringify({ ...pipeline, addsUp: account.addsUp }, undefined, 2)}\n`
      : `${[table(topicColumns, topicRows(pipeline)), ...(account.addsUp ? [account.text] : []), connectorsText(pipeline), ...waitingText(pipeline)].join('\n\n')}\n`,
  );
  if (account.addsUp) return;
  throw new CliError(account.text, 'While records move the counts can be a moment apart: ask again.');
}

const topicColumns: Column[] = [
  { title: 'TOPIC' },
  ...['PARTITIONS', 'RECEIVED', 'APPLIED', 'SUPERSEDED', 'FAILED', 'WAITING'].map((title): Column => ({
    title,
    align: 'right',
  })),
];

function topicRows({ topics, totals }: Pipeline): string[][] {
  const all = [
    ...topics,
    { topic: 'all', partitions: topics.reduce((sum, each) => sum + each.partitions, 0), ...totals },
  ];
  return all.map(({ topic, partitions, received, applied, superseded, failed, lag }) => [
    topic,
    ...[partitions, received, applied, superseded, failed, lag].map(numberText),
  ]);
}

function accountOf({ received, applied, superseded, failed, lag }: Pipeline['totals']): Account {
  if (received === null || lag === null)
    return { addsUp: false, text: 'Not known whether it adds up: Kafka was not asked.' };
  const accounted = applied + superseded + failed + lag;
  const sum = `${String(applied)} applied + ${String(superseded)} superseded + ${String(failed)} failed + ${String(lag)} waiting`;
  return received === accounted
    ? { addsUp: true, text: `Adds up: ${String(received)} received = ${sum}.` }
    : { addsUp: false, text: `Does not add up: ${String(received)} received, but ${sum} = ${String(accounted)}.` };
}

const connectorColumns: Column[] = [
  { title: 'CONNECTOR' },
  { title: 'BEHIND BY', align: 'right' },
  { title: 'SECONDS', align: 'right' },
  { title: 'BREAKER' },
  { title: 'LAST ERROR' },
];

function connectorsText({ connectors }: Pipeline): string {
  if (connectors.length === 0) return 'No connectors are configured.';
  return table(
    connectorColumns,
    connectors.map(({ id, lagEvents, lagSeconds, breaker, lastError }) => [
      id,
      numberText(lagEvents),
      numberText(lagSeconds),
      breaker,
      lastError ? `${lastError.code} at ${lastError.at}` : '',
    ]),
  );
}

/** A line of its own for each: a cell of the table is cut when it grows long, and it would be the number that goes. */
function waitingText({ connectors }: Pipeline): string[] {
  const lines = connectors.flatMap(({ id, lastError }) =>
    lastError?.delivery === undefined ? [] : [`${plainLine(id)} waits for delivery ${String(lastError.delivery)}.`],
  );
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function numberText(value: number | null | undefined): string {
  return value === null || value === undefined ? '-' : String(value);
}
