/** How the commands are told of whom they are: by keys on the command line, by numbers on standard input. */
import { CliError, type CliContext } from './context.ts';

export type Subject = { personalNumber: string } | { person: string };

/** So many people: first those named by key, then by number. Throws `CliError`, which repeats no number. */
export async function readPeople(context: CliContext, keys: readonly string[], count: number): Promise<Subject[]> {
  for (const key of keys) refuseNumber(key);
  if (keys.length > count) throw new CliError(`Expected at most ${String(count)} keys, not ${String(keys.length)}`);
  const numbers = await readNumbers(context, count - keys.length);
  return [...keys.map((person) => ({ person })), ...numbers.map((personalNumber) => ({ personalNumber }))];
}

/** Exactly so many numbers from standard input, which is not read for none. */
export async function readNumbers(context: CliContext, count: number): Promise<string[]> {
  if (count === 0) return [];
  const asked = count === 1 ? 'Personal number' : `${String(count)} personal numbers, one a line`;
  const input = await context.readInput(`${asked}, then Ctrl-D:\n`);
  const lines = input.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== ''); // prettier-ignore
  if (lines.length !== count || lines.some((line) => !/^\d{12}$/.test(line))) {
    throw new CliError(
      `Standard input has to hold ${count === 1 ? 'one personal number' : `${String(count)} personal numbers`} of twelve digits, one a line`,
      'Such as: lienthong identity person < number.txt',
    );
  }
  return lines;
}

/** A number on the command line would be seen by others on the machine, and stay in the shell's history. */
export function refuseNumber(text: string): void {
  if (!/^[\d\s.-]{9,}$/.test(text)) return;
  throw new CliError(
    'A personal number does not belong on the command line: others can see it there',
    'Leave it out, and give it on standard input.',
  );
}
