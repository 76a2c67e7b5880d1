/** `lienthong matching score`: how rules judge the records of any two files, and how right they are where that is known. */
import type { Command } from 'commander';
import type { Features, Judgement, Matcher } from '../../hub/identity/matching/contract.ts';
import { loadMatchingRules } from '../../hub/identity/matching/load.ts';
import { createMatcher } from '../../hub/identity/matching/matcher.ts';
import { loadUnits } from '../../hub/catalogues/units.ts';
import { comparableUnits } from '../../hub/identity/matching/units.ts';
import { StartRefused } from '../../hub/errors.ts';
import { CliError, type CliContext } from './context.ts';
import { readLines, recordColumns, toRecord, type FileRecord, type Line } from './matching-records.ts';
import { counted, plainLine, table } from './terminal.ts';

type Options = { rules?: string; explain?: true };

/** Two records to be judged; `isMatch` where the truth is known. */
type Pair = { left: Read; right: Read; isMatch: boolean | undefined };
type Read = { id: string; match: string | undefined; features: Features };
type Judged = Pair & { judgement: Judgement };

/** Pairs, and of the true ones how many no key brought together. */
type Pairs = { pairs: Pair[]; notFound: number };

const bands = ['same', 'review', 'new'] as const;

/** Adds the command. It needs no hub: files and rules are all it reads. */
export function addScoreCommand(matching: Command, context: CliContext): void {
  matching
    .command('score')
    .argument('<left>', 'CSV file of records; alone, of pairs: columns left.<column>, right.<column> and match')
    .argument('[right]', 'CSV file of records to be compared with those')
    .description('Judge the pairs of two files of records by the rules, and say how right that is.')
    .option('--rules <file>', 'rules to judge by, instead of the reviewed ones')
    .option('--explain', 'say of every pair that is not new what each field weighs')
    .addHelpText(
      'after',
      `\nColumns, all optional: ${recordColumns.join(', ')}.` +
        '\nTwo records with the same text in match are one person; in a file of pairs match is yes or no.',
    )
    .action((left: string, right: string | undefined, options: Options) => {
      score(context, { left, right }, options);
    });
}

function score(context: CliContext, files: { left: string; right: string | undefined }, options: Options): void {
  const matcher = createMatcher(loadRules(options.rules), comparableUnits(loadUnits()));
  const { pairs, notFound } =
    files.right === undefined ? readPairs(files.left, matcher) : findPairs(files.left, files.right, matcher);
  const judged = pairs.map((pair) => ({ ...pair, judgement: matcher.judge(pair.left.features, pair.right.features) }));
  if (options.explain) context.stdout(judged.map(explain).join(''));
  context.stdout(`rules ${matcher.version}, ${counted(pairs.length, 'pair')}\n${summary(judged, notFound)}\n`);
}

function loadRules(file: string | undefined) {
  try {
    return loadMatchingRules(file);
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    throw new CliError(`the rules cannot be used:\n${error.problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

function findPairs(left: string, right: string, matcher: Matcher): Pairs {
  const [ours, theirs] = [readRecords(left, matcher), readRecords(right, matcher)];
  const blocks = new Map<number, Read[]>();
  for (const record of theirs) {
    for (const key of matcher.blocksOf(record.features)) blocks.set(key, [...(blocks.get(key) ?? []), record]);
  }
  const isKnown = [...ours, ...theirs].some(({ match }) => match !== undefined);
  const isMatch = (one: Read, other: Read) => (isKnown ? one.match !== undefined && one.match === other.match : undefined); // prettier-ignore
  const pairs = ours.flatMap((one) => {
    const found = new Set(matcher.blocksOf(one.features).flatMap((key) => blocks.get(key) ?? []));
    return [...found].map((other) => ({ left: one, right: other, isMatch: isMatch(one, other) }));
  });
  const trueFound = pairs.filter((pair) => pair.isMatch === true).length;
  return { pairs, notFound: truePairs(ours, theirs) - trueFound };
}

function truePairs(ours: readonly Read[], theirs: readonly Read[]): number {
  const counts = new Map<string, number>();
  for (const { match } of theirs) if (match !== undefined) counts.set(match, (counts.get(match) ?? 0) + 1);
  return ours.reduce((sum, { match }) => sum + (match === undefined ? 0 : (counts.get(match) ?? 0)), 0);
}

function readRecords(file: string, matcher: Matcher): Read[] {
  return withFaults(file, (faults) =>
    readLines(file, recordColumns).map((line) => toRead(toRecord(line, faults), matcher)),
  );
}

function readPairs(file: string, matcher: Matcher): Pairs {
  const sides = ['left', 'right'] as const;
  const columns = [...sides.flatMap((side) => recordColumns.map((column) => `${side}.${column}`)), 'match'];
  const pairs = withFaults(file, (faults) =>
    readLines(file, columns).map((line): Pair => {
      const read = (side: (typeof sides)[number]) => toRead(toRecord(sideOf(line, side), faults), matcher);
      return { left: read('left'), right: read('right'), isMatch: truth(line, faults) };
    }),
  );
  return { pairs, notFound: 0 };
}

function sideOf({ number, cells }: Line, side: string): Line {
  const own = [...cells].filter(([column]) => column.startsWith(`${side}.`));
  return { number, cells: new Map(own.map(([column, cell]) => [column.slice(side.length + 1), cell])) };
}

function truth({ number, cells }: Line, faults: string[]): boolean | undefined {
  const match = cells.get('match');
  if (match === undefined) return undefined;
  if (match !== 'yes' && match !== 'no') faults.push(`line ${number}, match: expected yes or no`);
  return match === 'yes';
}

function toRead({ id, slice, match }: FileRecord, matcher: Matcher): Read {
  return { id, match, features: matcher.featuresOf([slice]) };
}

function withFaults<T>(file: string, read: (faults: string[]) => T): T {
  const faults: string[] = [];
  const result = read(faults);
  if (faults.length > 0) throw new CliError(`reading ${file}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  return result;
}

function explain({ left, right, judgement }: Judged): string {
  if (judgement.band === 'new') return '';
  const fields = judgement.evidence.filter(({ level }) => level !== 'missing');
  const lines = fields.map(({ field, level, weight }) => `  ${signed(weight).padStart(7)}  ${field} ${level}`);
  const head = `${plainLine(left.id)} ${plainLine(right.id)}: ${judgement.band}, ${judgement.score} bits, ${judgement.rule}`;
  return `${[head, ...lines].join('\n')}\n\n`;
}

function signed(weight: number): string {
  return `${weight < 0 ? '' : '+'}${weight.toFixed(2)}`;
}

function summary(judged: readonly Judged[], notFound: number): string {
  const isKnown = judged.some(({ isMatch }) => isMatch !== undefined);
  const counts = bands.map((band) => {
    const of = judged.filter(({ judgement }) => judgement.band === band);
    return { band, pairs: of.length, matches: of.filter(({ isMatch }) => isMatch === true).length };
  });
  const rows = counts.map(({ band, pairs, matches }) => [band, String(pairs), isKnown ? String(matches) : '-']);
  const text = table([{ title: 'BAND' }, { title: 'PAIRS', align: 'right' }, { title: 'TRUE', align: 'right' }], rows);
  return isKnown ? `${text}\n${quality(counts, notFound)}` : text;
}

function quality(counts: readonly { band: string; pairs: number; matches: number }[], notFound: number): string {
  const [same, review] = counts;
  const all = notFound + counts.reduce((sum, { matches }) => sum + matches, 0);
  const [taken, asked] = [same?.matches ?? 0, review?.matches ?? 0];
  return [
    `precision of same    ${share(taken, same?.pairs ?? 0)}`,
    `recall of same       ${share(taken, all)}`,
    `recall with review   ${share(taken + asked, all)}`,
    `true pairs           ${all}, ${notFound} of them not found by any key`,
  ].join('\n');
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : (part / whole).toFixed(4);
}
