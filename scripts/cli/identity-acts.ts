/** `lienthong identity decide`, `merge`, `not-same`, `replace-number`, `split`, `protect` and `annul`: what an administrator says. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { connectApi, type ApiRequest } from './api.ts';
import { CliError, type CliContext } from './context.ts';
import { ApiError } from './http.ts';
import { readNumbers, readPeople, refuseNumber } from './identity-input.ts';
import { annulledAct, filedAct, reviewDetail, type FiledAct } from './identity-shapes.ts';
import { counted, plainLine } from './terminal.ts';

type Grounds = { reason: string; effectiveOn?: string; json?: true };
type DecideOptions = Grounds & { same?: true; notSame?: true; survivor?: string };
type MergeOptions = Grounds & { survivor?: string };
type SplitOptions = Grounds & { records: string; into?: string; new?: true };

const dayHelp = 'from which day it is so (YYYY-MM-DD); today if not given';

/** Adds the commands that say who is who. */
export function addActCommands(identity: Command, context: CliContext): void {
  grounded(identity.command('decide <review>').description('Decide a question.'))
    .option('--same', 'the two are one person')
    .option('--not-same', 'they are two, and stay so')
    .option('--survivor <key>', 'under which of the two keys the records stand then')
    .action((id: string, options: DecideOptions) => decide(context, id, options));
  grounded(identity.command('merge [keys...]').description('Say that two persons are one.'))
    .option('--survivor <key>', 'under whose key the records stand then; who has a number if not given')
    .action((keys: string[], { survivor, ...grounds }: MergeOptions) =>
      actOnTwo(context, keys, { kind: 'same', grounds, ...(survivor && { survivor: { person: survivor } }) }),
    );
  grounded(
    identity.command('not-same [keys...]').description('Say that the records under two keys are about two.'),
  ).action((keys: string[], grounds: Grounds) => actOnTwo(context, keys, { kind: 'distinct', grounds }));
  grounded(
    identity
      .command('replace-number [key]')
      .description('Say that a number replaced another: first the old, then the new.'),
  ).action((key: string | undefined, grounds: Grounds) => replaceNumber(context, key, grounds));
  grounded(identity.command('split [key]').description('Say that some records of a person are about somebody else.'))
    .requiredOption('--records <file>', 'which: a line each, the system, a space, how that calls the record')
    .option('--into <key>', 'whom they are about')
    .option('--new', 'they are about somebody not known yet')
    .action((key: string | undefined, options: SplitOptions) => split(context, key, options));
  grounded(
    identity
      .command('protect [key]')
      .description('Protect a person: their addresses, telephone and e-mail are given to nobody.'),
  ).action((key: string | undefined, grounds: Grounds) => protect(context, key, grounds));
  identity
    .command('annul <act>')
    .description('Take an act back: the people stand as if it had never been.')
    .requiredOption('--reason <text>', 'why; it is kept with the people')
    .option('--json', 'print JSON')
    .action((id: string, options: Grounds) => annul(context, id, options));
}

function grounded(command: Command): Command {
  return command
    .requiredOption('--reason <text>', 'why; it is kept with the people, so put no personal data in it')
    .option('--effective-on <day>', dayHelp)
    .option('--json', 'print JSON');
}

async function decide(context: CliContext, id: string, options: DecideOptions): Promise<void> {
  const { same, notSame, survivor, ...grounds } = options;
  if ((same === undefined) === (notSame === undefined)) throw new CliError('Give either --same or --not-same');
  const body = {
    decision: same ? 'same' : 'not-same',
    ...(survivor === undefined ? {} : { survivor: { person: survivor } }),
  };
  const path = `/v1/identity/reviews/${encodeURIComponent(id)}`;
  try {
    await say(context, { doing: 'deciding the question', path: `${path}/decide` }, { body, grounds });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    throw new CliError(error.message, await describeDecision(context, path));
  }
}

/** Who decided a question before, and how that is taken back; undefined where nobody did, or it cannot be told. */
async function describeDecision(context: CliContext, path: string): Promise<string | undefined> {
  try {
    const api = await connectApi(context);
    const { decision } = await api.call({ doing: 'reading the question', path }, reviewDetail);
    if (decision === undefined) return undefined;
    const { at, by, reason, act } = decision;
    return `${plainLine(`Decided ${at} by ${by}: ${reason}`)}\n${plainLine(annulWith(act))}`;
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}

function annulWith(act: string): string {
  return `Take it back with: lienthong identity annul ${act} --reason "…"`;
}

const acts = { doing: 'filing the act', path: '/v1/identity/acts' };

async function actOnTwo(
  context: CliContext,
  keys: readonly string[],
  { kind, grounds, survivor }: { kind: 'same' | 'distinct'; grounds: Grounds; survivor?: { person: string } },
): Promise<void> {
  const people = await readPeople(context, keys, 2);
  await say(context, acts, { body: { kind, people, ...(survivor && { survivor }) }, grounds });
}

async function replaceNumber(context: CliContext, key: string | undefined, grounds: Grounds): Promise<void> {
  if (key !== undefined) refuseNumber(key);
  const numbers = await readNumbers(context, key === undefined ? 2 : 1);
  const old = key === undefined ? { personalNumber: numbers[0] } : { person: key };
  const replacement = { personalNumber: numbers.at(-1) };
  await say(context, acts, { body: { kind: 'number-replaced', old, replacement }, grounds });
}

async function split(context: CliContext, key: string | undefined, options: SplitOptions): Promise<void> {
  const { records: file, into, new: isNew, ...grounds } = options;
  if ((into === undefined) === (isNew === undefined)) throw new CliError('Give either --into <key> or --new');
  if (into !== undefined) refuseNumber(into);
  const records = readRecords(file);
  const [from] = await readPeople(context, key === undefined ? [] : [key], 1);
  const target = into === undefined ? { new: true } : { person: into };
  await say(context, acts, { body: { kind: 'split', from, records, into: target }, grounds });
}

async function protect(context: CliContext, key: string | undefined, grounds: Grounds): Promise<void> {
  const [person] = await readPeople(context, key === undefined ? [] : [key], 1);
  await say(context, acts, { body: { kind: 'protected', person }, grounds });
}

function readRecords(file: string): { system: string; sourceKey: string }[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new CliError(`The file ${plainLine(file)} cannot be read`);
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    const [, system, sourceKey] = /^(\S+) (.+)$/.exec(line) ?? [];
    if (system !== undefined && sourceKey !== undefined) return { system, sourceKey };
    throw new CliError(`Line ${String(index + 1)} of ${plainLine(file)} is not a system, a space and a record`);
  });
}

async function say(
  context: CliContext,
  request: Pick<ApiRequest, 'doing' | 'path'>,
  { body, grounds }: { body: object; grounds: Grounds },
): Promise<void> {
  const { reason, effectiveOn, json } = grounds;
  const api = await connectApi(context);
  const filed = await api.call({ ...request, body: { ...body, reason, effectiveOn } }, filedAct);
  context.stdout(json ? `${JSON.stringify(filed, undefined, 2)}\n` : describeFiled(filed));
}

const meanings: Record<FiledAct['kind'], string> = {
  same: 'The two are one person.',
  distinct: 'The two are two persons, and stay so.',
  'number-replaced': 'The number is replaced.',
  split: 'The records are about somebody else.',
  protected: 'The person is protected: their addresses, telephone and e-mail are given to nobody.',
};

function describeFiled({ id, kind, people, moves }: FiledAct): string {
  const moved = moves.map(({ from, to, records }) => `${counted(records, 'record')} will go from ${from} to ${to}.`);
  return [
    meanings[kind],
    ...(moved.length === 0 ? ['No record moves.'] : moved).map(plainLine),
    'It takes effect within moments.',
    plainLine(`See it with: lienthong identity person ${moves[0]?.to ?? people[0] ?? '<key>'}`),
    plainLine(annulWith(id)),
    '',
  ].join('\n');
}

async function annul(context: CliContext, id: string, { reason, json }: Grounds): Promise<void> {
  const api = await connectApi(context);
  const path = `/v1/identity/acts/${encodeURIComponent(id)}/annul`;
  const annulled = await api.call({ doing: 'taking the act back', path, body: { reason } }, annulledAct);
  const people = annulled.people.map((person) => `  lienthong identity person ${plainLine(person)}`);
  context.stdout(
    json
      ? `${JSON.stringify(annulled, undefined, 2)}\n`
      : [
          'The act is taken back; within moments it decides nothing.',
          'See what became of them with:',
          ...people,
          '',
        ].join('\n'),
  );
}
