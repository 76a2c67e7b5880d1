/** `lienthong units`: the catalogue of administrative units. It works on the project's files, not on a running hub. */
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { addImportCommand } from './import.ts';
import { addShowCommand } from './show.ts';

/** Adds the commands. */
export function addUnitsCommands(program: Command, context: CliContext): void {
  const units = program.command('units').description('Look units up, and take the next reform into the catalogue.');
  addShowCommand(units, context);
  addImportCommand(units, context);
}
