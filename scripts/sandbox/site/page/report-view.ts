/** The hub's report on reuse, as a small table. */
import type { Language, Report, ReportCounts } from '../contract.ts';
import { byId, make, table } from './dom.ts';
import { words, type Word } from './words.ts';

const columns = ['answers', 'submissions', 'declarable', 'prefilled', 'accepted', 'share'] as const satisfies Word[];

/** Shows the figures of the month, by form and agency. */
export function showReport({ totals, lines }: Report, language: Language): void {
  const body = byId('report-body', HTMLElement);
  if (totals.answers === 0) {
    body.replaceChildren(make('p', '', words.reportNone[language]));
    return;
  }
  const heads = [words.form, words.agency, ...columns.map((column) => words[column])].map((text) => text[language]);
  const rows = lines.map((line) => [line.title[language], line.agency || '–', ...figures(line, language)]);
  const total = [words.total[language], '', ...figures(totals, language)];
  body.replaceChildren(table(words.reportTitle[language], heads, [...rows, total]));
}

function figures(counts: ReportCounts, language: Language): string[] {
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  return columns.map((column) => {
    const value = counts[column];
    if (value === null) return '–';
    return column === 'share' ? percent.format(value) : value.toLocaleString(language);
  });
}
