/** Keys of people on the command line: some begin with a hyphen, as options do. */
import type { Command, Option } from 'commander';

/**
 * The key of a person, an act or a question that begins with a hyphen: base64url, 22 characters, or two such. A key
 * without any capital or digit does not come up; an option mistyped has none.
 */
const hyphenKey = /^-(?=.*[A-Z\d])[\w-]{21}(\.[\w-]{22})?$/;

/**
 * The arguments with such keys behind `--`, where a hyphen makes no option, so that a key can be given as it was
 * printed. A key that an option takes as its value stays with it, as does what already stands behind `--`.
 */
export function keysAsOperands(program: Command, args: readonly string[]): string[] {
  const options = optionsOf(program);
  const flags = new Set(options.map(({ long }) => long));
  const takingValue = new Set(options.filter(({ required }) => required).map(({ long }) => long));
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const isKey = (arg: string, index: number) =>
    index < end && hyphenKey.test(arg) && !flags.has(arg) && !takingValue.has(args[index - 1]);
  const keys = args.filter(isKey);
  if (keys.length === 0) return [...args];
  return [...args.slice(0, end).filter((arg, index) => !isKey(arg, index)), '--', ...keys, ...args.slice(end + 1)];
}

function optionsOf(command: Command): Option[] {
  return [...command.options, ...command.commands.flatMap(optionsOf)];
}
