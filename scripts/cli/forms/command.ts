/** `lienthong forms`: the forms of this working copy, and their way from and to Form.io. It asks no server. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, type Command } from 'commander';
import { stringify } from 'yaml';
import { z } from 'zod';
import { loadForms, type Forms, type FormVersion } from '../../../hub/http/forms.ts';
import { StartRefused } from '../../../hub/errors.ts';
import { checkManifest } from '../../../mappings/forms/check.ts';
import { shareOf } from '../../../mappings/forms/share.ts';
import { vietnameseDay } from '../../../mappings/lib/dates.ts';
import { CliError, type CliContext } from '../context.ts';
import { counted, plainLine, section, table } from '../terminal.ts';
import { exportDefinition } from './export.ts';
import { importDefinition } from './import.ts';
import { sourceText } from './source-text.ts';

type Version = { version?: string };

/** Adds the commands. */
export function addFormsCommands(program: Command, context: CliContext): void {
  const forms = program
    .command('forms')
    .description('Look at the forms of this working copy, and take them from and to Form.io.');
  const print = (text: string): void => {
    context.stdout(`${text}\n`);
  };
  forms
    .command('list')
    .description('Every form, with how many of its fields need not be declared.')
    .action(() => {
      print(listed(readForms(context)));
    });
  forms
    .command('show <form>')
    .description('A form’s fields, and where each comes from.')
    .option('--version <day>', 'the version of that day (default: the one in force)')
    .action((id: string, { version }: Version) => {
      print(shown(findForm(context, id, version)));
    });
  forms
    .command('export <form>')
    .description('Print a form as a Form.io definition, the reuse of each field in its properties.')
    .option('--version <day>', 'the version of that day (default: the one in force)')
    .action((id: string, { version }: Version) => {
      print(JSON.stringify(exportDefinition(findForm(context, id, version).form.manifest), undefined, 2));
    });
  forms
    .command('import')
    .addArgument(new Argument('<file>', 'a Form.io definition (JSON)'))
    .description('Print a first manifest of a Form.io definition; what is left to do goes to standard error.')
    .option('--version <day>', 'the day from which the form is in force (default: today)')
    .action((file: string, { version }: Version) => {
      importFile(context, file, version ?? vietnameseDay(context.now()));
    });
}

const columns = ['FORM', 'VERSION', 'FIELDS', 'OFFERED', 'REUSABLE', 'TITLE'].map((title) => ({ title }));

function listed(forms: Forms): string {
  const all = forms.ids.flatMap((id) => (forms.versions(id) ?? []).flatMap((version) => forms.find(id, version) ?? []));
  const rows = all.map(({ form: { manifest } }) => {
    const { asked, offered, reusable } = shareOf(manifest);
    return [manifest.id, manifest.version, ...[asked, offered, reusable].map(String), manifest.title.vi];
  });
  return table(columns, rows);
}

function shown({ form: { manifest } }: FormVersion): string {
  const { title, version, legalSource, draft, note, fields } = manifest;
  const { asked, offered, reusable } = shareOf(manifest);
  const rows = fields.map(({ id, label, source }) => [id, label.vi, sourceText(source)]);
  return [
    `${title.vi} (${version}${draft ? ', draft' : ''})`,
    `${legalSource.vi} (${legalSource.en})`,
    ...(note === undefined ? [] : [note]),
    `${counted(asked, 'field')}; the hub may fill ${String(offered)}, ${String(reusable)} with what is trusted`,
    '',
    table(['FIELD', 'LABEL', 'FROM'].map((head) => ({ title: head })), rows), // prettier-ignore
  ].join('\n');
}

function readForms({ root, now }: CliContext): Forms {
  try {
    return loadForms({ folder: join(root, 'mappings', 'forms'), now });
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    throw new CliError('The forms cannot be read.', error.problems.join('\n'));
  }
}

function findForm(context: CliContext, id: string, version: string | undefined): FormVersion {
  const forms = readForms(context);
  const found = forms.find(id, version);
  if (found !== undefined) return found;
  const known = forms.versions(id);
  if (known === undefined) throw new CliError(`No form ${plainLine(id)}`, `There are ${forms.ids.join(', ')}.`);
  throw new CliError(`${id} has no version ${plainLine(version ?? '')}`, `It has ${known.join(', ')}.`);
}

function importFile(context: CliContext, file: string, version: string): void {
  if (!z.iso.date().safeParse(version).success) throw new CliError('--version: is no day (YYYY-MM-DD)');
  const imported = importDefinition(readJson(file), version);
  if (imported === undefined) throw new CliError(`${plainLine(file)} is no Form.io definition.`);
  const { manifest, notes } = imported;
  const checked = checkManifest(manifest);
  context.stdout(stringify(manifest, { lineWidth: 120 }));
  const left = [...section('Not as it was', notes.map(plainLine)), ...section('To be done before the hub starts with it', checked.ok ? [] : checked.problems)]; // prettier-ignore
  if (left.length > 0) context.stderr(`${left.join('\n').trimStart()}\n`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new CliError(`${plainLine(file)} ${why}.`);
  }
}
