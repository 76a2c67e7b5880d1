/** A reform: the official lists against the edition in force, checked, with a successor for every unit there was. */
import { unitCodeLengths } from '../../../mappings/lib/addresses.ts';
import { hasDigitsOnly } from '../../../mappings/lib/identifiers.ts';
import type { Edition, UnitLevel, Units } from '../../../mappings/lib/units/contract.ts';
import { typeOfUnit, typesOfLevel, unitKey } from '../../../mappings/lib/units/names.ts';
import { chainOf } from '../../../mappings/lib/units/successors.ts';
import type { ListedUnit, Lists, Pair } from './lists.ts';

/** A unit of the edition in force, by its newest name, and the province it lies in. */
export type OldUnit = { code: string; name: string; province: string | undefined };

export type Reform = {
  edition: Edition;
  old: { provinces: ReadonlyMap<string, OldUnit>; communes: ReadonlyMap<string, OldUnit> };
  provinces: ReadonlyMap<string, ListedUnit>;
  communes: ReadonlyMap<string, ListedUnit>;
  /** Every unit that had people in it (communes, and districts without one) with each commune it goes into. */
  pairs: readonly Pick<Pair, 'from' | 'to'>[];
};

/** Compares the lists with the edition they replace. Every fault is told at once, by file and line. */
export function planReform(units: Units, edition: Edition, lists: Lists): { reform: Reform; faults: string[] } {
  const old = oldUnits(units, edition);
  const provinces = new Map(lists.provinces.map((unit) => [unit.code, unit]));
  const communes = new Map(lists.communes.map((unit) => [unit.code, unit]));
  const reform: Reform = {
    edition,
    old,
    provinces,
    communes,
    pairs: completePairs(old.communes, communes, lists.pairs),
  };
  const faults = [
    ...unitFaults(lists.provinces, 'province'),
    ...unitFaults(lists.communes, 'commune'),
    ...parentFaults(lists, provinces),
    ...pairFaults(reform, lists.pairs ?? []),
    ...openEnds(reform, lists.pairs !== undefined),
  ];
  return { reform, faults };
}

/** Whether a name stands for the same: written alike but for case, hyphens and the place of a tone mark. */
export function isSameName(one: string, other: string): boolean {
  return unitKey(one) === unitKey(other);
}

function oldUnits(units: Units, { id }: Edition): Reform['old'] {
  const provinces = new Map<string, OldUnit>();
  const communes = new Map<string, OldUnit>();
  const rows = units.rows(id);
  const inhabited = new Set(rows.map(({ parent }) => parent));
  for (const row of rows) {
    const { code, name, level } = row;
    const province = chainOf(units, row).find((larger) => larger.level === 'province')?.code;
    if (level === 'province') provinces.set(code, { code, name, province });
    else if (level === 'commune' || !inhabited.has(code)) communes.set(code, { code, name, province });
  }
  return { provinces, communes };
}

/**
 * The pairs given, and one for each unit that is in none and stands in both lists under the same code and name. If no
 * pairs are given at all, equal codes are taken for equal units, whatever they are called now.
 */
function completePairs(
  old: ReadonlyMap<string, OldUnit>,
  communes: ReadonlyMap<string, ListedUnit>,
  given: readonly Pair[] | undefined,
): Reform['pairs'] {
  const from = new Set(given?.map((pair) => pair.from));
  const to = new Set(given?.map((pair) => pair.to));
  const kept = [...old.values()].filter(({ code, name }) => {
    const now = communes.get(code);
    if (now === undefined || from.has(code) || to.has(code)) return false;
    return given === undefined || isSameName(name, now.name);
  });
  return [...(given ?? []), ...kept.map(({ code }) => ({ from: code, to: code }))];
}

function unitFaults(listed: readonly ListedUnit[], level: UnitLevel): string[] {
  const codes = new Map<string, string>();
  const names = new Map<string, string>();
  return listed.flatMap(({ place, code, name, parent = '' }) =>
    [
      codeFault(code, level),
      nameFault(name, level),
      repeated(codes, code, place) ?? repeated(names, `"${name}"${parent === '' ? '' : ` in ${parent}`}`, place),
    ].flatMap((fault) => (fault === undefined ? [] : [`${place}: ${fault}`])),
  );
}

function codeFault(code: string, level: UnitLevel): string | undefined {
  const digits = unitCodeLengths[level];
  return hasDigitsOnly(code, digits) ? undefined : `the code of a ${level} has ${String(digits)} digits, not "${code}"`;
}

function nameFault(name: string, level: UnitLevel): string | undefined {
  const type = typeOfUnit(name);
  if (type !== undefined && typesOfLevel[level].includes(type)) return undefined;
  return `"${name}" does not begin with the word for a kind of ${level}`;
}

/** Notes where something stands; the fault if it stood somewhere before, written alike or not. */
function repeated(seen: Map<string, string>, what: string, place: string): string | undefined {
  const key = unitKey(what);
  const before = seen.get(key);
  if (before === undefined) seen.set(key, place);
  return before === undefined ? undefined : `${what} is there twice, also at ${before}`;
}

function parentFaults({ provinces, communes }: Lists, known: ReadonlyMap<string, ListedUnit>): string[] {
  const inhabited = new Set(communes.map(({ parent }) => parent));
  return [
    ...communes.flatMap(({ place, code, parent = '' }) =>
      known.has(parent) ? [] : [`${place}: ${code} lies in province "${parent}", which is not in the list`],
    ),
    ...provinces.flatMap(({ place, code }) =>
      inhabited.has(code) ? [] : [`${place}: province ${code} has no communes`],
    ),
  ];
}

function pairFaults({ old, communes, edition }: Reform, pairs: readonly Pair[]): string[] {
  const seen = new Map<string, string>();
  return pairs.flatMap(({ place, from, to }) => {
    const pair = `${from},${to}`;
    const faults = [
      ...(old.communes.has(from) ? [] : [`old code ${from} is no commune of ${edition.id}`]),
      ...(communes.has(to) ? [] : [`new code ${to} is not in the list of communes`]),
      ...(seen.has(pair) ? [`the pair ${pair} is there twice, also at ${seen.get(pair) ?? ''}`] : []),
    ];
    seen.set(pair, place);
    return faults.map((fault) => `${place}: ${fault}`);
  });
}

/** Units that would end without a successor, or begin without a predecessor. */
function openEnds({ old, communes, pairs }: Reform, hasPairs: boolean): string[] {
  const from = new Set(pairs.map((pair) => pair.from));
  const to = new Set(pairs.map((pair) => pair.to));
  const missing = hasPairs ? 'no pair says' : 'there is no list of pairs to say';
  return [
    ...[...old.communes.values()]
      .filter(({ code }) => !from.has(code))
      .map(({ code, name }) => `${code} ${name}: ${missing} what it goes into`),
    ...[...communes.values()]
      .filter(({ code }) => !to.has(code))
      .map(({ place, code, name }) => `${place}: ${code} ${name}: ${missing} what it comes from`),
  ];
}
