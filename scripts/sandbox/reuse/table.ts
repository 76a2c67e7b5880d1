/** The report of a trial as a table for a terminal. */
import type { Reuse } from '../../cli/reuse.ts';
import { grouped, table, type Column } from '../../cli/terminal.ts';

type Line = Reuse['lines'][number];

const columns: Column[] = [
  { title: 'FORM' },
  ...['CASES', 'DECLARABLE', 'REUSABLE', 'PREFILLED', 'ACCEPTED', 'SAVED'].map((title): Column => ({
    title,
    align: 'right',
  })),
];
const shown = 3;

/** A line per form, fields as a mean per case; then their mean, and why fields do not count. */
export function reuseTable(lines: readonly Line[]): string {
  const rows = lines.map(({ form, submissions, declarable, reusable, prefilled, accepted, share }) => [
    form,
    grouped(submissions),
    ...[declarable, reusable, prefilled, accepted].map((count) => (count / submissions).toFixed(1)),
    percent(share ?? 0),
  ]);
  const failing = lines.flatMap(({ form, submissions, failing }) =>
    failing
      .slice(0, shown)
      .map(({ field, reason, count }) => [form, field, reason, `${grouped(count)} of ${grouped(submissions)}`]),
  );
  const failingColumns: Column[] = [{ title: 'FORM' }, { title: 'FIELD' }, { title: 'WHY NOT' }];
  return [
    table(columns, rows),
    '',
    table([...failingColumns, { title: 'CASES', align: 'right' }], failing),
    '',
    `Mean of ${String(lines.length)} forms: ${percent(meanShare(lines))} need not be declared.`,
    '',
  ].join('\n');
}

/** The mean of the forms' shares, each form counting as much as another. */
function meanShare(lines: readonly Line[]): number {
  return lines.reduce((sum, { share }) => sum + (share ?? 0), 0) / Math.max(1, lines.length);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
