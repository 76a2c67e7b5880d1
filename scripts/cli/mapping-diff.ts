/** `lienthong mapping diff`: what the working copy's mapping would change, with nothing written. */
import { diffMapping } from '../../hub/remapping/diff.ts';
import type { DiffReport, Example, FieldReport, RecordOutcome } from '../../hub/remapping/diff-tally.ts';
import type { CliContext } from './context.ts';
import { withServers } from './hub-servers.ts';
import { findMapping } from './mapping-registry.ts';
import { briefValue, maskText } from './mapping-values.ts';
import { createProgress } from './progress.ts';
import { grouped, section, table, type Column } from './terminal.ts';

export type DiffOptions = { from?: Date; limit?: number; json?: true };

/** About a kilobyte each at worst. */
const mostInHand = 250_000;

/** Runs the mapping over its topic and prints the report. */
export async function diffMappingCommand(context: CliContext, id: string, options: DiffOptions): Promise<void> {
  const mapping = findMapping(context, id);
  const { from: since, limit, json } = options;
  const progress = createProgress(context);
  const report = await withServers(context, id, (servers) =>
    diffMapping({
      ...servers,
      mapping,
      ...(since && { since }),
      ...(limit !== undefined && { limit }),
      show: (value) => briefValue(value, maskText),
      mostInHand,
      onProgress: (read, total) => progress(() => `${grouped(read)} of ${grouped(total)} records read`),
    }),
  );
  context.stdout(`${json ? JSON.stringify(report, undefined, 2) : describe(report)}\n`);
}

const outcomeTexts: Record<RecordOutcome, string> = {
  same: 'would say the same',
  changed: 'would say something else',
  newlyRefused: 'would be refused; what is held of them would stay',
  newlyAccepted: 'were refused, and would be taken now',
  stillRefused: 'were refused, and would be again',
  superseded: 'do not count: the fact is held in a newer version',
  repeated: 'stand on the topic more than once',
  waiting: 'the hub has not read yet',
  unroutable: 'are no records of a person',
};

function describe(report: DiffReport): string {
  const { mapping, read, records, heldVersions, citizens } = report;
  const held = Object.entries(heldVersions).map(([version, count]) => `${grouped(count)} by version ${version}`);
  const outcomes = Object.entries(outcomeTexts) as [RecordOutcome, string][];
  const counts = outcomes.filter(([outcome]) => records[outcome] > 0);
  return [
    `Ánh xạ / Mapping: ${mapping.id}, version ${String(mapping.version)} in this working copy`,
    `Đang lưu / Held: ${held.length === 0 ? 'nothing of these records' : held.join(', ')}`,
    '',
    `${grouped(read)} records read, of which`,
    ...counts.map(([outcome, text]) => `${grouped(records[outcome]).padStart(9)} ${text}${codesOf(report, outcome)}`),
    '',
    `Công dân thay đổi / Citizens that would change: ${grouped(citizens.changed)}`,
    ...(citizens.touched === citizens.changed
      ? []
      : [`(${grouped(citizens.touched - citizens.changed)} more would be stored anew, with nothing visible changed)`]),
    ...fieldLines(report),
    '',
    'Không ghi gì / Nothing was written.',
    ...nextSteps(report),
  ].join('\n');
}

function codesOf({ refusals }: DiffReport, outcome: RecordOutcome): string {
  if (outcome !== 'newlyRefused') return '';
  return ` (${Object.entries(refusals)
    .map(([code, count]) => `${code} ${grouped(count)}`)
    .join(', ')})`;
}

const columns: Column[] = [
  { title: 'TRƯỜNG / FIELD' },
  ...['THÊM / ADDED', 'ĐỔI / CHANGED', 'MẤT / REMOVED'].map((title): Column => ({ title, align: 'right' })),
];

function fieldLines({ fields }: DiffReport): string[] {
  const entries = Object.entries<FieldReport>(fields);
  if (entries.length === 0) return [];
  const rows = entries.map(([field, { added, changed, removed }]) => [
    field,
    ...[added, changed, removed].map(grouped),
  ]);
  const examples = entries.flatMap(([field, report]) =>
    report.examples.map((each) => `  ${field}: ${exampleOf(each)}`),
  );
  return ['', table(columns, rows), ...section('Ví dụ, đã che / Examples, masked', examples)];
}

function exampleOf({ before, after }: Example): string {
  if (before === undefined) return `+ ${after ?? ''}`;
  if (after === undefined) return `- ${before}`;
  return before === after ? `${before} → the same but for what is hidden` : `${before} → ${after}`;
}

function nextSteps({ mapping, records, heldVersions }: DiffReport): string[] {
  const steps: string[] = [];
  const isRaised = Object.keys(heldVersions).every((version) => Number(version) < mapping.version);
  if (records.changed + records.newlyRefused > 0 && !isRaised) {
    steps.push(`Its version is still ${String(mapping.version)}: raise it, or nobody can tell the old from the new.`);
  } else if (records.changed > 0) {
    steps.push(`Once the hub runs it, bring the store to it with: lienthong mapping reapply ${mapping.id}`);
  }
  if (records.newlyAccepted > 0) {
    steps.push(
      `Send those it would take now with: lienthong failures replay --code mapping-refused --system ${mapping.id} --reason "…"`,
    );
  }
  return steps;
}
