/** `lienthong units import`: what the next reform's official lists would change; with `--write`, changes it. */
import type { Command } from 'commander';
import { z } from 'zod';
import { unitsFolder } from '../../../hub/catalogues/unit-files.ts';
import type { Edition, Units } from '../../../mappings/lib/units/contract.ts';
import { CliError, type CliContext } from '../context.ts';
import { counted, plainLine } from '../terminal.ts';
import { readCatalogue } from './catalogue.ts';
import { changesOf, isRenamingOnly, type Changes } from './changes.ts';
import { editionId, filesOf, writeFiles, type FileRows } from './files.ts';
import { readLists } from './lists.ts';
import { planReform, type Reform } from './reform.ts';
import { describeChanges } from './report.ts';

type Options = { effective?: string; basis?: string; write?: true; all?: true; json?: true };

const hint = 'docs/administrative-units.md says how the lists have to look.';

/** Adds the command. It fails, and writes nothing, while anything is wrong with the lists. */
export function addImportCommand(units: Command, context: CliContext): void {
  units
    .command('import <paths...>')
    .description("Show what the next reform's official lists would change; change it with --write.")
    .option('--effective <date>', 'the day from which the lists are in force (YYYY-MM-DD)')
    .option('--basis <text>', 'the regulation')
    .option('--write', 'write it into the catalogue')
    .option('--all', 'show every unit that changes, not the first ten of each kind')
    .option('--json', 'print JSON')
    .action((paths: string[], options: Options) => {
      importLists(context, paths, options);
    });
}

function importLists(context: CliContext, paths: readonly string[], options: Options): void {
  const units = readCatalogue(context);
  const reform = readReform(units, paths, options);
  const changes = changesOf(reform);
  const { effective = '<--effective>', basis = '<--basis>' } = options;
  const files = filesOf(reform, changes, { effective, basis }).filter(({ rows }) => rows.length > 0);
  if (options.write) writeFiles(unitsFolder(context.root), files);
  const text = options.json ? asJson(reform, changes, files, options) : asText(reform, changes, files, options);
  context.stdout(`${text}\n`);
}

/** Everything that is wrong is told at once; only what is wrong with a file's form keeps the rest from being looked at. */
function readReform(units: Units, paths: readonly string[], options: Options): Reform {
  const { lists, faults } = readLists(paths);
  if (faults.length > 0) throw refusal(faults);
  const edition = units.editions.at(-1);
  if (edition === undefined) throw new CliError('The catalogue has no edition');
  const plan = planReform(units, edition, lists);
  const wrong = [...optionFaults(units, edition, options), ...plan.faults];
  if (wrong.length > 0) throw refusal(wrong);
  return plan.reform;
}

function optionFaults(units: Units, { id }: Edition, { effective, basis = '', write }: Options): string[] {
  const newest = units.rows(id).reduce((last, { validFrom = '' }) => (validFrom > last ? validFrom : last), '');
  const faults = [];
  if (write && basis.trim() === '') faults.push('--basis: name the regulation');
  if (effective === undefined) return write ? [...faults, '--effective: say from when'] : faults;
  if (!z.iso.date().safeParse(effective).success) faults.push('--effective: is no day (YYYY-MM-DD)');
  else if (effective <= newest)
    faults.push(`--effective: the catalogue has changes up to ${newest}, so it must be later`);
  return faults;
}

function refusal(faults: readonly string[]): CliError {
  return new CliError([`${counted(faults.length, 'fault')}, nothing is written:`, ...faults.map((fault) => `  ${plainLine(fault)}`)].join('\n'), hint); // prettier-ignore
}

function asJson({ edition }: Reform, changes: Changes, files: readonly FileRows[], { write }: Options): string {
  const named = files.map(({ file, rows }) => ({ file, rows: rows.length }));
  return JSON.stringify({ against: edition.id, ...changes, files: named, written: write === true }, undefined, 2);
}

function asText({ edition }: Reform, changes: Changes, files: readonly FileRows[], options: Options): string {
  return [describeChanges(edition, changes, options.all === true), outcome(changes, files, options)].join('\n\n');
}

function outcome(changes: Changes, files: readonly FileRows[], { write, effective }: Options): string {
  if (files.length === 0) return 'Nothing would change.';
  const kind = isRenamingOnly(changes)
    ? 'Only names and types change: addresses keep their edition.'
    : `A new edition begins${effective === undefined ? '' : `, ${editionId(effective)}`}.`;
  const names = files.map(({ file }) => file).join(', ');
  return write
    ? `${kind}\nWritten: ${names}. Commit it, and restart the hub.`
    : `${kind}\nNothing is written. Write it with --effective <date> --basis <text> --write.`;
}
