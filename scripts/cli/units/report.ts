/** What a reform would change, for a terminal. */
import { unitCodeLengths } from '../../../mappings/lib/addresses.ts';
import type { Edition } from '../../../mappings/lib/units/contract.ts';
import { counted, plainLine, table, type Column } from '../terminal.ts';
import type { Became, Changes, LevelChanges, Merged, Named, Split } from './changes.ts';

/** How many of each kind are shown unless all are asked for. */
const shown = 10;

const columns: Column[] = [
  { title: '' },
  { title: 'PROVINCES', align: 'right' },
  { title: 'COMMUNES', align: 'right' },
];

/** What each row of the counts is called. */
const counts: readonly [string, (changes: LevelChanges) => number][] = [
  ['before', ({ before }) => before],
  ['after', ({ after }) => after],
  ['  unchanged', ({ unchanged }) => unchanged],
  ['  renamed under the same code', ({ renamed }) => renamed.length],
  ['  the same under another code', ({ recoded }) => recoded.length],
  ['  merged of whole units', ({ merged }) => merged.length],
  ['  made with a part of a split one', ({ partly }) => partly.length],
  ['moved to another province', ({ moved }) => moved.length],
  ['old units that were split', ({ split }) => split.length],
  ['codes that mean another area', ({ reused }) => reused.length],
  ['codes that are new', ({ added }) => added.length],
  ['codes that end', ({ ended }) => ended.length],
];

/** Counts, then what changes unit by unit: the first ten of each kind, or all. */
export function describeChanges(edition: Edition, changes: Changes, all: boolean): string {
  const { provinces, communes } = changes;
  const rows = counts.map(([title, count]) => [title, String(count(provinces)), String(count(communes))]);
  return [
    `Against ${edition.id}${edition.validFrom === undefined ? '' : `, in force since ${edition.validFrom}`}:`,
    table(columns, rows),
    ...withoutCommunes(communes),
    ...splitSizes(communes.split),
    ...sections('Provinces', provinces, all),
    ...sections('Communes', communes, all),
  ].join('\n\n');
}

/** Districts that had no commune count among the communes before: their people's addresses end there. */
function withoutCommunes({ ended }: LevelChanges): string[] {
  const districts = ended.filter(({ code }) => code.length === unitCodeLengths.district).length;
  return districts === 0 ? [] : [`The communes before count ${counted(districts, 'district')} that had none.`];
}

function splitSizes(split: readonly Split[]): string[] {
  const sizes = new Map<number, number>();
  for (const { into } of split) sizes.set(into.length, (sizes.get(into.length) ?? 0) + 1);
  if (sizes.size === 0) return [];
  const parts = [...sizes].sort(([one], [other]) => one - other).map(([parts, count]) => `${String(count)} into ${String(parts)}`); // prettier-ignore
  return [`Communes split: ${parts.join(', ')}. An address in one of them needs confirmation.`];
}

function sections(level: string, changes: LevelChanges, all: boolean): string[] {
  const { renamed, moved, recoded, merged, split, reused, added, ended } = changes;
  const kinds: [string, readonly string[]][] = [
    ['renamed under the same code', renamed.map(becameLine)],
    ['moved to another province', moved.map(({ to }) => unitLine(to))],
    ['the same under another code', recoded.map(becameLine)],
    ['merged', merged.map(mergedLine)],
    ['split', split.map(splitLine)],
    ['whose code means another area than before', reused.map(becameLine)],
    ['with a code that is new', added.map(unitLine)],
    ['whose code ends', ended.map(unitLine)],
  ];
  return kinds.filter(([, lines]) => lines.length > 0).map(([kind, lines]) => section(`${level} ${kind}`, lines, all));
}

function section(title: string, lines: readonly string[], all: boolean): string {
  const some = all ? lines : lines.slice(0, shown);
  const rest = lines.length - some.length;
  return [`${title} (${String(lines.length)})`, ...some.map((line) => `  ${plainLine(line)}`), ...(rest === 0 ? [] : [`  … and ${String(rest)} more (--all)`])].join('\n'); // prettier-ignore
}

function unitLine({ code, name }: Named): string {
  return `${code} ${name}`;
}

function becameLine({ from, to }: Became): string {
  return `${unitLine(from)} -> ${to.code === from.code ? to.name : unitLine(to)}`;
}

function mergedLine({ from, into }: Merged): string {
  return `${from.map(unitLine).join(' + ')} -> ${unitLine(into)}`;
}

function splitLine({ from, into }: Split): string {
  return `${unitLine(from)} -> ${into.map(unitLine).join(' | ')}`;
}
