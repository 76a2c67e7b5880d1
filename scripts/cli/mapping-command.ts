/** `lienthong mapping`: trying a mapping, seeing what a changed one would do, and bringing the store to it. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CliContext } from './context.ts';
import { wholeNumber } from './failures-list.ts';
import { diffMappingCommand, type DiffOptions } from './mapping-diff.ts';
import { reapplyMappingCommand, type ReapplyOptions } from './mapping-reapply.ts';
import { tryMapping, type TryOptions } from './mapping-try.ts';

/** Adds the commands. They run the mappings of this working copy. */
export function addMappingCommands(program: Command, context: CliContext): void {
  const mapping = program
    .command('mapping')
    .description('Try a mapping of this working copy, see what it would change, and bring the store to it.');
  mapping
    .command('try <id> <file>')
    .description('Show one record’s way through a mapping, value by value; of what stands in a file, asking no server.')
    .option('--type <type>', 'the record’s type, as the connector names it; else the mapping’s first')
    .addOption(new Option('--operation <operation>', 'what the source did').choices(['upsert', 'annul', 'delete']))
    .option('--received-at <time>', 'when the hub received it (ISO 8601); else now', time)
    .option('--mask', 'hide names and numbers')
    .option('--json', 'print JSON')
    .action((id: string, file: string, options: TryOptions) => {
      tryMapping(context, { id, file }, options);
    });
  mapping
    .command('diff <id>')
    .description('Run a mapping over the raw records kept, and tell what it would change. Writes nothing.')
    .option('--from <time>', 'only records received since (ISO 8601)', time)
    .option('--limit <count>', 'most records to read, the oldest of each partition', wholeNumber)
    .option('--json', 'print JSON')
    .action((id: string, options: DiffOptions) => diffMappingCommand(context, id, options));
  mapping
    .command('reapply <id>')
    .description('Send the raw records of what an older version made through the pipeline again.')
    .option('--rate <count>', 'most records a second', wholeNumber, 500)
    .option('--dry-run', 'count them, and send nothing')
    .option('--json', 'print JSON')
    .action((id: string, options: ReapplyOptions) => reapplyMappingCommand(context, id, options));
}

function time(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError('expected a time such as 2026-02-28T17:00:00Z');
  return date;
}
