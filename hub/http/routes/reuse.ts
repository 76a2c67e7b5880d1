import type { z } from 'zod';
import { vietnameseDay } from '../../../mappings/lib/dates.ts';
import type { FieldFailure, ReuseCounts } from '../../store/outcomes.ts';
import type { ReportFilter, ReportRow, ReportSpan } from '../../store/report-rows.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind, type Operation, type Route } from '../operation.ts';
import { ProblemError } from '../problems.ts';
import { reuseQuery, reuseSchema } from '../schemas/reuse.ts';

type Query = z.infer<typeof reuseQuery>;
type Days = { from: string; until: string };
type Counts = ReuseCounts & { answers: number };

export const reuseOperation: Operation<undefined, Query> = {
  id: 'reuse',
  method: 'get',
  path: '/v1/reports/reuse',
  tag: 'Administration',
  summary: 'How much declaring was saved',
  description:
    'By period, form version, procedure and agency: what citizens would have had to declare, what was given, and what ' +
    'was handed in unedited. A field counts only if it came from who is in charge of it. By the time of the answer.',
  scope: 'admin',
  query: reuseQuery,
  answers: { 200: { description: 'The report.', schema: reuseSchema } },
  problems: ['store-unavailable'],
};

const mostLines = 2000;
const mostFailing = 5;

/** The route of the report on reuse. */
export function reuseRoutes(dependencies: ApiDependencies): Route[] {
  return [
    bind(reuseOperation, async ({ query: { from, until, by, ...given } }) => {
      const days = daysOf({ from, until }, vietnameseDay(dependencies.now()));
      const all = await readLines(filterOf(given), spanOf(days, by), dependencies);
      const totals = withShare(all.reduce<Counts>((sum, { counts }) => plus(sum, counts), nothing));
      const lines = all
        .slice(0, mostLines)
        .map(({ row, counts, failing }) => ({ ...row, ...withShare(counts), failing }));
      return { status: 200, body: { ...days, isWhole: all.length === lines.length, totals, lines } };
    }),
  ];
}

type Line = { row: ReportRow; counts: Counts; failing: readonly FieldFailure[] };

async function readLines(
  filter: ReportFilter,
  span: ReportSpan,
  { accesses, outcomes }: Pick<ApiDependencies, 'accesses' | 'outcomes'>,
): Promise<Line[]> {
  const [answers, sums, failures] = await Promise.all([
    accesses.count(filter, span),
    outcomes.sums(filter, span),
    outcomes.failures(filter, span, mostFailing),
  ]);
  const lines = new Map<string, Line>();
  // Access records may be gone by the time of a report; what became of the answers stays.
  for (const { row } of [...answers, ...sums]) lines.set(keyOf(row), { row, counts: nothing, failing: [] });
  const change = (row: ReportRow, by: (line: Line) => Partial<Line>): void => {
    const line = lines.get(keyOf(row));
    if (line !== undefined) lines.set(keyOf(row), { ...line, ...by(line) });
  };
  for (const { row, answers: count } of answers)
    change(row, ({ counts }) => ({ counts: { ...counts, answers: count } }));
  for (const { row, counts: found } of sums) change(row, ({ counts }) => ({ counts: { ...counts, ...found } }));
  for (const { row, fields } of failures) change(row, () => ({ failing: fields }));
  return [...lines].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, line]) => line);
}

const nothing: Counts = {
  ...{ answers: 0, submissions: 0, verified: 0 },
  ...{ declarable: 0, reusable: 0, prefilled: 0, accepted: 0 },
};

function plus(one: Counts, other: Counts): Counts {
  return {
    answers: one.answers + other.answers,
    submissions: one.submissions + other.submissions,
    verified: one.verified + other.verified,
    declarable: one.declarable + other.declarable,
    reusable: one.reusable + other.reusable,
    prefilled: one.prefilled + other.prefilled,
    accepted: one.accepted + other.accepted,
  };
}

function withShare(counts: Counts): Counts & { share: number | null } {
  const { accepted, declarable } = counts;
  return { ...counts, share: declarable === 0 ? null : Math.round((accepted / declarable) * 10_000) / 10_000 };
}

function keyOf({ period, form, version, procedure, agency }: ReportRow): string {
  return JSON.stringify([period, form, version, procedure, agency]);
}

function daysOf({ from, until }: Pick<Query, 'from' | 'until'>, today: string): Days {
  const last = until ?? today;
  const first = from ?? `${last.slice(0, 7)}-01`;
  if (first <= last) return { from: first, until: last };
  const errors = [{ path: 'query.from', code: 'out-of-range', expected: 'a day that is not after the last one' }];
  throw new ProblemError('invalid-request', { errors });
}

const dayMs = 86_400_000;

/** Days begin and end as they do in Vietnam. */
function spanOf({ from, until }: Days, by: ReportSpan['by']): ReportSpan {
  const start = (day: string): number => Date.parse(`${day}T00:00:00+07:00`);
  return { from: new Date(start(from)), until: new Date(start(until) + dayMs), by };
}

/** Only what was given. */
function filterOf(given: { [P in keyof ReportFilter]: ReportFilter[P] | undefined }): ReportFilter {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
