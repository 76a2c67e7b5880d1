/** What a line of the report is about, in terms of MongoDB's pipelines. */

/** Only answers of these. */
export type ReportFilter = { form?: string; version?: string; procedure?: string; agency?: string };

/** Which answers, by when they were given, and how long the time of one line is. `until` is exclusive. */
export type ReportSpan = { from: Date; until: Date; by: 'month' | 'day' };

/** One line: a month (`2026-01`) or day of Vietnam's, and what was filled for whom. */
export type ReportRow = { period: string; form: string; version: string; procedure: string; agency: string };

const formats = { month: '%Y-%m', day: '%Y-%m-%d' } as const;
/** Vietnam has one time, without summer time. */
const timezone = '+07:00';

/** The condition on the time of an answer. */
export function periodOf({ from, until }: ReportSpan): { $gte: Date; $lt: Date } {
  return { $gte: from, $lt: until };
}

/** The line an answer belongs to; `date` is the path of its time. */
export function rowOf(date: `$${string}`, { by }: ReportSpan) {
  return {
    period: { $dateToString: { date, format: formats[by], timezone } },
    form: '$form',
    version: '$version',
    procedure: '$procedure',
    agency: '$agency',
  };
}
