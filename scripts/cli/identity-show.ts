/** `lienthong identity reviews`, `show` and `person`: what an administrator looks at before deciding. */
import { Option, type Command } from 'commander';
import { loadUnits } from '../../hub/catalogues/units.ts';
import { vietnameseDay } from '../../mappings/lib/dates.ts';
import { connectApi } from './api.ts';
import { addressTools } from './canonical-words.ts';
import type { CliContext } from './context.ts';
import { wholeNumber } from './failures-list.ts';
import { readPeople } from './identity-input.ts';
import { describeNumber, describeQuestion } from './identity-question.ts';
import { personHeld, reviewDetail, reviewList, type PersonHeld } from './identity-shapes.ts';
import { counted, plainLine, section, table } from './terminal.ts';

type ListOptions = { status: string; limit: number; after?: string; json?: true };

/** Adds the three commands that read. */
export function addShowingCommands(identity: Command, context: CliContext): void {
  identity
    .command('reviews')
    .description('List the questions only a person can decide, the likeliest first, without personal data.')
    .addOption(
      new Option('--status <status>', 'only in this state')
        .choices(['open', 'same', 'distinct', 'withdrawn'])
        .default('open'),
    )
    .option('--limit <count>', 'most to list', wholeNumber, 20)
    .option('--after <position>', 'go on where the last list ended')
    .option('--json', 'print JSON')
    .action((options: ListOptions) => listReviews(context, options));
  identity
    .command('show <review>')
    .description('Show the two people of a question field by field, and what differs; holds personal data.')
    .option('--json', 'print JSON')
    .action((id: string, options: { json?: true }) => showReview(context, id, options));
  identity
    .command('person [key]')
    .description('Show whom a key, or a personal number on standard input, leads to; holds personal data.')
    .option('--json', 'print JSON')
    .action((key: string | undefined, options: { json?: true }) => showPerson(context, key, options));
}

async function listReviews(context: CliContext, { json, ...query }: ListOptions): Promise<void> {
  const api = await connectApi(context);
  const list = await api.call({ doing: 'listing questions', path: '/v1/identity/reviews', query }, reviewList);
  if (json) {
    context.stdout(`${JSON.stringify(list, undefined, 2)}\n`);
  } else if (list.total === 0) {
    context.stdout('No questions.\n');
  } else {
    const titles = ['SCORE', 'BAND', 'RULE', 'ASKED', 'ID'].map((title) => ({ title }));
    const rows = list.reviews.map(({ score, band, rule, openedAt, id }) => [
      score.toFixed(2),
      band,
      rule,
      openedAt,
      id,
    ]);
    const more = list.next == null ? '' : ` There are more: add --after ${plainLine(list.next)}`;
    const next = 'See one with: lienthong identity show <id>';
    const shown = `${String(rows.length)} of ${counted(list.total, 'question')}.`;
    context.stdout(`${table(titles, rows)}\n\n${shown}${more}\n${next}\n`);
  }
}

async function showReview(context: CliContext, id: string, { json }: { json?: true }): Promise<void> {
  const api = await connectApi(context);
  const path = `/v1/identity/reviews/${encodeURIComponent(id)}`;
  const found = await api.call({ doing: 'reading the question', path }, reviewDetail);
  context.stdout(
    json
      ? `${JSON.stringify(found, undefined, 2)}\n`
      : describeQuestion(found, addressTools(loadUnits(), vietnameseDay(context.now()))),
  );
}

async function showPerson(context: CliContext, key: string | undefined, { json }: { json?: true }): Promise<void> {
  const [body] = await readPeople(context, key === undefined ? [] : [key], 1);
  const api = await connectApi(context);
  const found = await api.call(
    { doing: 'looking for the person', path: '/v1/identity/people/query', body },
    personHeld,
  );
  context.stdout(json ? `${JSON.stringify(found, undefined, 2)}\n` : describePerson(found));
}

function describePerson({ person, key, revision, numbers, companions, records, acts }: PersonHeld): string {
  const titles = ['SYSTEM', 'RECORD', 'AS OF', 'KEY', ''].map((title) => ({ title }));
  const rows = records.map((record) => [
    ...[record.system, record.sourceKey, record.asOf, record.key, record.isInForce ? '' : 'taken back'],
  ]);
  return [
    plainLine(`person     ${person}${person === key ? '' : `, to whom ${key} leads`}`),
    `revision   ${String(revision)}`,
    ...section('Numbers', numbers.map((each) => `  ${plainLine(describeNumber(each))}`)), // prettier-ignore
    ...section('Also known by', companions.map((each) => `  ${plainLine(each)}`)), // prettier-ignore
    ...section('Records', [table(titles, rows)]),
    ...section('Acts', acts.flatMap(describeAct)),
    '',
  ].join('\n');
}

function describeAct({ id, kind, by, reason, at, effectiveOn, annulled }: PersonHeld['acts'][number]): string[] {
  return [
    plainLine(`  ${id}  ${kind} from ${effectiveOn}`),
    plainLine(`    ${at} by ${by}: ${reason}`),
    ...(annulled === undefined
      ? []
      : [plainLine(`    taken back ${annulled.at} by ${annulled.by}: ${annulled.reason}`)]),
  ];
}
