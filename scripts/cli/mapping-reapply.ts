/** `lienthong mapping reapply`: brings what an older version of a mapping made to the working copy's, through the topics. */
import { createProducer } from '../../hub/kafka/producer.ts';
import { OlderMappingRuns, reapplyMapping, type Progress, type ReapplyReport } from '../../hub/remapping/reapply.ts';
import { countSliceVersions } from '../../hub/store/slice-versions.ts';
import type { Mapping } from '../../mappings/contract.ts';
import { CliError, type CliContext } from './context.ts';
import { withServers, type HubServers } from './hub-servers.ts';
import { findMapping } from './mapping-registry.ts';
import { createProgress, roughTime } from './progress.ts';
import { grouped } from './terminal.ts';

export type ReapplyOptions = { rate: number; dryRun?: true; json?: true };

const patienceMs = 15_000;
const sendWithinMs = 60_000;

/** Sends what is to be mapped anew and tells what became of it. */
export async function reapplyMappingCommand(context: CliContext, id: string, options: ReapplyOptions): Promise<void> {
  const mapping = findMapping(context, id);
  const report = await withServers(context, id, (servers) => reapply(context, { mapping, servers }, options));
  context.stdout(`${options.json ? JSON.stringify(report, undefined, 2) : describe(mapping, report)}\n`);
}

async function reapply(
  context: CliContext,
  { mapping, servers }: { mapping: Mapping; servers: HubServers },
  { rate, dryRun }: ReapplyOptions,
): Promise<ReapplyReport> {
  const { kafka } = servers.configuration;
  const producer = await createProducer({ kafka, log: () => undefined, timeoutMs: sendWithinMs });
  try {
    return await reapplyMapping({
      ...servers,
      ...{ mapping, producer, rate, dryRun: dryRun === true, patienceMs },
      countVersions: () => countSliceVersions(servers.database, mapping.id),
      onProgress: progressTeller(context),
    });
  } catch (error) {
    if (!(error instanceof OlderMappingRuns)) throw error;
    throw new CliError(
      `The hub that runs maps ${mapping.id} by an older version than this working copy's (${String(mapping.version)})`,
      'Upgrade it first. What was sent so far did no harm.',
    );
  } finally {
    await producer.close();
  }
}

/** The time left is told from the pace since the first were sent; counting and trying them took its own time. */
function progressTeller(context: CliContext): (progress: Progress) => void {
  const tell = createProgress(context);
  let first: { at: number; sent: number } | undefined;
  return ({ old, sent, refused }) => {
    const now = context.now();
    const begun = (first ??= { at: now, sent });
    if (sent === begun.sent) return;
    tell(() => {
      const seconds = ((now - begun.at) / 1000 / (sent - begun.sent)) * Math.max(0, old - sent - refused);
      return `${grouped(sent)} of at most ${grouped(old - refused)} records sent, ${roughTime(seconds)} left at most`;
    });
  };
}

function describe({ id, version }: Mapping, report: ReapplyReport): string {
  const { old, sent, refused, outOfReach, outcome } = report;
  const head = `Ánh xạ / Mapping: ${id}, version ${String(version)}`;
  if (outcome === 'nothing-to-do') return `${head}\nNothing to do: nothing held was made by an older version.`;
  const sentText = outcome === 'dry-run' ? 'would be sent' : 'sent again';
  const rows: [number, string][] = [
    [old, 'facts held were made by an older version; of their records'],
    [sent, sentText],
    [refused, 'not sent, as the mapping would refuse them now: what is held of them stays'],
    [outOfReach, 'no longer on the topic: what is held of them stays'],
  ];
  const lines = rows.filter(([count], index) => index < 2 || count > 0);
  return [
    head,
    ...lines.map(([count, text]) => `${grouped(count).padStart(9)} ${text}`),
    '',
    ...nextSteps(id, report),
  ].join('\n');
}

function nextSteps(id: string, { outcome, refused }: ReapplyReport): string[] {
  const why = refused === 0 ? [] : [`See why records would be refused with: lienthong mapping diff ${id}`];
  switch (outcome) {
    case 'nothing-to-do':
      return [];
    case 'dry-run':
      return [`Send them with: lienthong mapping reapply ${id}`, ...why];
    case 'done':
      return ['The hub has read them all. See that the books add up with: lienthong status', ...why];
    case 'waiting':
      return [
        'The hub has not read them all yet: it does not run, or has much to do. It will; nothing has to be sent again.',
        'See how far it is with: lienthong status',
        ...why,
      ];
  }
}
