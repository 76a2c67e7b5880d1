/** `lienthong matching estimate`: what the weights of matching are by the people the hub holds. */
import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { estimateRules, type Estimate } from '../../hub/identity/matching/estimate.ts';
import { loadMatchingRules } from '../../hub/identity/matching/load.ts';
import { rulesText } from '../../hub/identity/matching/rules-text.ts';
import { loadUnits } from '../../hub/catalogues/units.ts';
import { comparableUnits } from '../../hub/identity/matching/units.ts';
import { classify } from '../../hub/errors.ts';
import { connectDatabase, type Database } from '../../hub/store/connect.ts';
import { scanCitizens } from '../../hub/store/scan.ts';
import { loadSettings, wrongSettings } from './hub-settings.ts';
import { CliError, type CliContext } from './context.ts';
import { plainLine } from './terminal.ts';

type Options = { sample?: number; write?: string };

/** Fewer pairs of what two systems say of one person show too little of how such records differ. */
const fewestPairs = 500;

/** Adds the command. It reads the hub's database, and prints levels, counts and words that many people's names have. */
export function addEstimateCommand(matching: Command, context: CliContext): void {
  matching
    .command('estimate')
    .description('Learn the weights from the people in the hub’s database, and print rules to be reviewed.')
    .option('--sample <people>', 'read so many people only', wholeNumber)
    .option('--write <file>', 'write the rules to a file')
    .action((options: Options) => estimate(context, options));
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('expected a whole number above 0.');
  return number;
}

async function estimate(context: CliContext, { sample, write }: Options): Promise<void> {
  const result = loadSettings(context);
  if (!result.ok) throw wrongSettings(result.problems);
  if (write !== undefined) orCannotWrite(write, checkPlace);
  const learned = await withDatabase(result.configuration.mongodb, (database) => learn(context, database, sample));
  if (learned.pairs < fewestPairs) {
    throw new CliError(
      `learning the weights: two systems speak of one person in ${learned.pairs} cases only, expected ${fewestPairs}`,
      'The more systems are connected, the better the weights. Until then keep the reviewed ones.',
    );
  }
  const text = rulesText(learned.rules, sourceOf(learned));
  if (write === undefined) context.stdout(text);
  else orCannotWrite(write, (path) => writeFileSync(path, text));
  context.stderr(`Learned from ${countsOf(learned)}.\nReview before use: docs/matching.md says how.\n`);
}

/** Learning takes minutes, so that a place where nothing can be written is told before. */
function checkPlace(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory()) throw new Error('a folder');
  accessSync(there === undefined ? dirname(path) : path, constants.W_OK);
}

function orCannotWrite(file: string, work: (path: string) => void): void {
  try {
    work(resolve(file));
  } catch {
    throw new CliError(
      `The file ${plainLine(file)} cannot be written`,
      'Its folder has to be there, and yours to write in.',
    );
  }
}

async function withDatabase<T>(
  settings: Parameters<typeof connectDatabase>[0],
  work: (database: Database) => Promise<T>,
): Promise<T> {
  try {
    const database = await connectDatabase(settings);
    return await work(database).finally(() => database.close());
  } catch (error) {
    if (classify(error).disposition !== 'transient') throw error;
    throw new CliError('reading the people: MongoDB does not answer', 'lienthong config shows where it is looked for.');
  }
}

function learn(context: CliContext, database: Database, sample: number | undefined): Promise<Estimate> {
  const reviewed = loadMatchingRules();
  return estimateRules({
    people: async function* () {
      for await (const { slices } of scanCitizens(database, sample)) yield slices;
    },
    reviewed: { ...reviewed, version: `${new Date().toISOString().slice(0, 10)}.estimated` },
    units: comparableUnits(loadUnits()),
    random: Math.random,
    onProgress: (step, done) => {
      context.stderr(`${step}: ${done.toLocaleString('en')}\n`);
    },
  });
}

function sourceOf(learned: Estimate): string {
  return `Estimated by \`lienthong matching estimate\` from ${countsOf(learned)}.`;
}

function countsOf({ people, pairs, matches, strangers }: Estimate): string {
  const [all, of, same, others] = [people, pairs, matches, strangers].map((count) => count.toLocaleString('en'));
  return `${all} people, ${of} pairs of what two systems say of one (${same} taken for one), ${others} pairs of strangers`;
}
