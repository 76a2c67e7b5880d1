/** `lienthong units show`: a unit by code or name, in every edition; or what an address says. */
import type { Command } from 'commander';
import { z } from 'zod';
import type { Address } from '../../../mappings/canonical/citizen.ts';
import { unitCodeLengths } from '../../../mappings/lib/addresses.ts';
import { vietnameseDay } from '../../../mappings/lib/dates.ts';
import { tidyText } from '../../../mappings/lib/text.ts';
import { resolveAddress } from '../../../mappings/lib/units/address-text.ts';
import type { UnitRow, Units } from '../../../mappings/lib/units/contract.ts';
import { parseUnitName } from '../../../mappings/lib/units/names.ts';
import { chainOf, presentOf, successorsOf } from '../../../mappings/lib/units/successors.ts';
import { CliError, type CliContext } from '../context.ts';
import { plainLine, table, type Column } from '../terminal.ts';
import { readCatalogue } from './catalogue.ts';

type Options = { date?: string };
type Question = { units: Units; query: string; day: string };

const longestQuery = 500;
const columns: Column[] = ['EDITION', 'CODE', 'NAME', 'IN', 'FROM', 'UNTIL', 'BASIS'].map((title) => ({ title }));

/** Adds the command. */
export function addShowCommand(units: Command, context: CliContext): void {
  units
    .command('show <query...>')
    .description('Show a unit by its code or name in every edition; or what an address says, larger units last.')
    .option('--date <date>', 'only what was in force that day; an address is taken to be of that day (default: today)')
    .action((words: string[], options: Options) => {
      context.stdout(`${show(context, words.join(' '), options)}\n`);
    });
}

function show(context: CliContext, words: string, { date }: Options): string {
  if (date !== undefined && !z.iso.date().safeParse(date).success) throw new CliError('--date: is no day (YYYY-MM-DD)');
  const text = tidyText(words, longestQuery);
  const day = date ?? vietnameseDay(Date.now());
  const question = { units: readCatalogue(context), query: text.ok ? text.value : '', day };
  return question.query.includes(',') ? showAddress(question) : showUnits(question, date);
}

function showUnits(question: Question, date: string | undefined): string {
  const { units, query } = question;
  const all = /^\d+$/.test(query) ? byCode(question) : byName(question);
  const rows = all.filter((row) => date === undefined || isInForce(row, date));
  if (rows.length === 0) throw new CliError(`No unit ${plainLine(query)}${date === undefined ? '' : ` on ${date}`}`);
  const listed = table(
    columns,
    rows.map((row) => unitCells(units, row, row.validFrom ?? '')),
  );
  return [listed, ...fates(question, rows)].join('\n\n');
}

function byCode({ units, query }: Question): UnitRow[] {
  return units.editions.flatMap(({ id }) => units.rows(id).filter(({ code }) => code === query));
}

function byName({ units, query }: Question): UnitRow[] {
  const { key, type } = parseUnitName(query);
  return units.editions.flatMap(({ id }) =>
    units.rows(id).filter((row) => {
      const name = parseUnitName(row.name);
      return name.key === key && (type === undefined || type === name.type);
    }),
  );
}

function isInForce({ validFrom, validTo }: UnitRow, day: string): boolean {
  return (validFrom === undefined || validFrom <= day) && (validTo === undefined || day < validTo);
}

function unitCells(units: Units, row: UnitRow, day: string): string[] {
  const { catalogue, code, name, validFrom = '', validTo = '', basis } = row;
  return [catalogue, code, name, namesAround(units, row, day), validFrom, validTo, basis];
}

/** The larger units a unit lies in, by their names on a day. */
function namesAround(units: Units, row: UnitRow, day: string): string {
  const [, ...larger] = chainOf(units, row);
  return larger.map((each) => units.at(each, day)?.name ?? '').join(', ');
}

/** What became of the communes shown, and what a code says that comes alone. */
function fates({ units, query, day }: Question, rows: readonly UnitRow[]): string[] {
  const communes = new Map(rows.filter(({ level }) => level === 'commune').map((row) => [`${row.catalogue}/${row.code}`, row])); // prettier-ignore
  const lines = [...communes.values()].flatMap((row) => fate(units, addressOf(row), day));
  const isShared = new Set(rows.map(({ catalogue }) => catalogue)).size > 1 && rows.every(({ code }) => code === query);
  const alone = isShared && query.length === unitCodeLengths.commune ? [bareCode({ units, query, day })] : [];
  return [...(lines.length === 0 ? [] : [lines.join('\n')]), ...alone];
}

function addressOf({ catalogue, code }: UnitRow): Address {
  return { country: 'VN', commune: code, catalogue };
}

function fate(units: Units, address: Address, day: string): string[] {
  const what = `${address.commune ?? address.district ?? ''} of ${address.catalogue}`;
  const succession = successorsOf(units, address, day);
  switch (succession.kind) {
    case 'current':
      return [];
    case 'one':
      return [`${what} lies in ${unitOf(units, succession.address, day)}.`];
    case 'split':
      return [`${what} was split; to be confirmed which: ${succession.candidates.map((each) => unitOf(units, each, day)).join(' | ')}.`]; // prettier-ignore
    case 'unknown':
      return [`${what}: not known what became of it (${succession.why}).`];
  }
}

function unitOf(units: Units, { catalogue, commune = '' }: Address, day: string): string {
  const row = units.at({ catalogue, level: 'commune', code: commune }, day);
  return row === undefined ? commune : `${unitLabel(row)}, ${namesAround(units, row, day)}`;
}

function bareCode({ units, query, day }: Question): string {
  const present = presentOf(units, query, day);
  switch (present.kind) {
    case 'one':
      return `Whichever edition the code ${query} is from, it lies in ${unitOf(units, addressOf(present.commune), day)} on ${day}.`;
    case 'ambiguous':
      return `Without its edition the code ${query} says nothing: it may lie in ${present.communes.map(unitLabel).join(' | ')}.`; // prettier-ignore
    case 'unknown-code':
      return `The code ${query} is in no edition.`;
  }
}

function unitLabel({ code, name }: UnitRow): string {
  return `${code} ${name}`;
}

function showAddress({ units, query, day }: Question): string {
  const address = resolveAddress(units, query, day);
  if (address === undefined) throw new CliError('The units of this address cannot be told with certainty');
  const parts = (['commune', 'district', 'province'] as const).flatMap((level) => {
    const code = address[level];
    const row = code === undefined ? undefined : units.at({ catalogue: address.catalogue, level, code }, day);
    return row === undefined ? [] : [unitCells(units, row, day)];
  });
  return [table(columns, parts), ...fate(units, address, day)].join('\n\n');
}
