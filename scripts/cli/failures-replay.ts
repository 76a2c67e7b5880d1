/** `lienthong failures replay`: one by one by id, or all that a filter matches. */
import { Option, type Command } from 'commander';
import { connectApi, type Api } from './api.ts';
import { CliError, type CliContext } from './context.ts';
import { replayedMany, replayedOne, type ReplayedOne } from './failure-shapes.ts';
import { wholeNumber } from './failures-list.ts';
import { ApiError } from './http.ts';
import { counted, plainLine } from './terminal.ts';

type ReplayOptions = {
  stage?: string;
  code?: string;
  system?: string;
  limit: number;
  all?: true;
  reason: string;
  json?: true;
};

type Outcome = { id: string; replayed: ReplayedOne } | { id: string; error: string };

/** What the API takes in one request. */
const mostAtOnce = 10_000;

/** Adds the command that sends failed records through the pipeline again. */
export function addReplayCommand(failures: Command, context: CliContext): void {
  failures
    .command('replay [ids...]')
    .description('Send failed records through the pipeline again, from where they entered it.')
    .requiredOption('--reason <text>', 'why; it is kept with the record')
    .option('--stage <stage>', 'all open ones of this stage')
    .option('--code <code>', 'all open ones with this error code')
    .option('--system <system>', 'all open ones of this system')
    .option('--limit <count>', 'most to replay by stage, code or system, oldest first', wholeNumber, 1000)
    .addOption(new Option('--all', 'without a limit; without stage, code or system: all open ones').conflicts('limit'))
    .option('--json', 'print JSON')
    .action((ids: string[], options: ReplayOptions) => replay(context, [...new Set(ids)], options));
}

async function replay(context: CliContext, ids: readonly string[], options: ReplayOptions): Promise<void> {
  refuseUnclear(ids, options);
  const api = await connectApi(context);
  if (ids.length > 0) {
    await replayByIds(context, api, { ids, options });
  } else {
    await replayByFilter(context, api, options);
  }
}

function refuseUnclear(ids: readonly string[], options: ReplayOptions): void {
  const filtered = [options.stage, options.code, options.system].some((each) => each !== undefined);
  const example = 'Such as: lienthong failures replay --code unknown-code --stage normalise --reason "new code list"';
  if (options.reason.trim() === '') throw new CliError('The reason is empty', 'It is kept with every record replayed.');
  if (ids.length > 0 && (filtered || options.all)) {
    throw new CliError('Give either ids, or --stage, --code, --system, --all; not both', example);
  }
  if (ids.length === 0 && !filtered && !options.all) {
    throw new CliError('What to replay? Give ids, or --stage, --code or --system, or --all', example);
  }
}

async function replayByIds(
  context: CliContext,
  api: Api,
  { ids, options }: { ids: readonly string[]; options: ReplayOptions },
): Promise<void> {
  const outcomes: Outcome[] = [];
  for (const id of ids) outcomes.push(await replayOne(api, id, options.reason));
  const failed = outcomes.filter((outcome) => 'error' in outcome).length;
  context.stdout(
    options.json
      ? `${JSON.stringify(outcomes, undefined, 2)}\n`
      : `${[...outcomes.map(describeOutcome), '', summary(outcomes.length - failed)].join('\n')}\n`,
  );
  if (failed > 0) throw new CliError(`${counted(failed, 'record')} of ${String(ids.length)} not replayed`);
}

/** One that cannot be replayed (any more) does not keep the others from it; anything else does. */
async function replayOne(api: Api, id: string, reason: string): Promise<Outcome> {
  const path = `/v1/failures/${encodeURIComponent(id)}/replay`;
  try {
    return { id, replayed: await api.call({ doing: 'replaying', path, body: { reason } }, replayedOne) };
  } catch (error) {
    if (!(error instanceof ApiError) || ![404, 409, 422].includes(error.status)) throw error;
    return { id, error: error.problem };
  }
}

function describeOutcome(outcome: Outcome): string {
  if ('error' in outcome) return `${plainLine(outcome.id)}  not replayed: ${outcome.error}`;
  const { topic, partition, offset } = outcome.replayed;
  const at = partition === null || partition === undefined ? '' : `, partition ${String(partition)}`;
  const place = offset === null || offset === undefined ? at : `${at}, offset ${String(offset)}`;
  return `${plainLine(outcome.id)}  sent again to ${plainLine(topic)}${place}`;
}

type Counts = { matched: number; replayed: number };

async function replayByFilter(context: CliContext, api: Api, options: ReplayOptions): Promise<void> {
  const counts = { matched: 0, replayed: 0 };
  const isOver = await replayOn(context, { api, options, counts }).catch((error: unknown) => {
    if (counts.replayed > 0) context.stderr(`${soFar(counts)} Those count. Then:\n`);
    throw error;
  });
  if (options.json) {
    context.stdout(`${JSON.stringify(counts, undefined, 2)}\n`);
    return;
  }
  const { matched, replayed } = counts;
  const left = matched > replayed ? ` ${String(matched - replayed)} could not be replayed.` : '';
  const more = isOver ? '' : ' There may be more: run it again.';
  context.stdout(`${counted(matched, 'failure')} matched.${left}${more}\n${summary(replayed)}\n`);
}

/**
 * Asks until all that matched were looked at or the limit is reached: the hub answers after some seconds with what it
 * did by then, and goes on from there when asked to. False if there may be more.
 */
async function replayOn(
  context: CliContext,
  { api, options, counts }: { api: Api; options: ReplayOptions; counts: Counts },
): Promise<boolean> {
  const { stage, code, system, reason, all } = options;
  const most = all ? Infinity : options.limit;
  let after: string | undefined;
  for (;;) {
    const limit = Math.min(most - counts.replayed, mostAtOnce);
    const body = { filter: { stage, code, system }, reason, limit, after };
    const answer = await api.call({ doing: 'replaying', path: '/v1/failures/replay', body }, replayedMany);
    counts.matched += answer.matched;
    counts.replayed += answer.replayed;
    after = answer.next ?? undefined;
    if (after === undefined) return true;
    if (counts.replayed >= most) return false;
    context.stderr(`${soFar(counts)}\n`);
  }
}

function soFar({ matched, replayed }: Counts): string {
  return `${counted(replayed, 'record')} of ${counted(matched, 'failure')} looked at replayed so far.`;
}

function summary(count: number): string {
  if (count === 0) return 'Nothing was replayed.';
  const next = 'See what became of them with: lienthong status, lienthong failures list --status open';
  return `${counted(count, 'record')} replayed. ${next}`;
}
