/** What a reform changes, by unit. */
import { isSameName, type Reform } from './reform.ts';

export type Named = { code: string; name: string };
export type Became = { from: Named; to: Named };
export type Merged = { from: readonly Named[]; into: Named };
export type Split = { from: Named; into: readonly Named[] };

/** Every unit that there will be is unchanged, renamed, recoded, merged or partly. */
export type LevelChanges = {
  before: number;
  after: number;
  /** How many keep code, name and area. */
  unchanged: number;
  /** The same code and area under another name or type. */
  renamed: Became[];
  /** Of the unchanged and renamed: those that will lie in another province. */
  moved: Became[];
  /** The same area under another code. */
  recoded: Became[];
  /** Made of several whole units. */
  merged: Merged[];
  /** Made with a part of a unit that was split. */
  partly: Merged[];
  split: Split[];
  /** Codes that stand for another area than before. */
  reused: Became[];
  /** Codes that no unit had before, and those that none will have. */
  added: Named[];
  ended: Named[];
};

export type Changes = { provinces: LevelChanges; communes: LevelChanges };

type Unit = Named & { province?: string | undefined };
type UnitsByCode = ReadonlyMap<string, Unit>;
type Pairs = readonly { from: string; to: string }[];

/** Compares before and after. Provinces go where their communes go. */
export function changesOf({ old, provinces, communes, pairs }: Reform): Changes {
  const now = new Map([...communes.values()].map((unit) => [unit.code, { ...unit, province: unit.parent }]));
  const homes = pairs.flatMap(({ from, to }) => {
    const before = old.communes.get(from)?.province;
    const after = now.get(to)?.province;
    return before === undefined || after === undefined ? [] : [{ from: before, to: after }];
  });
  return {
    provinces: levelChanges(withoutHome(old.provinces), withoutHome(provinces), homes),
    communes: levelChanges(old.communes, now, pairs),
  };
}

/** Whether nothing but names and types changes. A commune that moves makes its province stand for another area. */
export function isRenamingOnly({ provinces, communes }: Changes): boolean {
  return [provinces, communes].every(
    ({ before, after, unchanged, renamed }) => before === after && unchanged + renamed.length === after,
  );
}

function withoutHome(units: UnitsByCode): UnitsByCode {
  return new Map([...units.values()].map(({ code, name }) => [code, { code, name }]));
}

function levelChanges(old: UnitsByCode, now: UnitsByCode, pairs: Pairs): LevelChanges {
  const into = link(pairs, now, ({ from, to }) => [from, to]);
  const outOf = link(pairs, old, ({ from, to }) => [to, from]);
  const isWhole = ({ code }: Named): boolean => into.get(code)?.length === 1;
  const made = [...now.values()].map((unit) => ({ from: outOf.get(unit.code) ?? [], into: unit }));
  const single = made.flatMap(({ from, into: to }) => {
    const [first] = from;
    return first !== undefined && from.length === 1 && isWhole(first) ? [{ from: first, to }] : [];
  });
  const same = single.filter(({ from, to }) => from.code === to.code);
  const isRenamed = ({ from, to }: Became): boolean => !isSameName(from.name, to.name);
  const kept = new Set(same.map(({ to }) => to.code));
  return {
    before: old.size,
    after: now.size,
    unchanged: same.filter((each) => !isRenamed(each)).length,
    renamed: same.filter(isRenamed).map(became),
    moved: same.filter(({ from, to }) => from.province !== to.province).map(became),
    recoded: single.filter(({ from, to }) => from.code !== to.code).map(became),
    merged: made.filter(({ from }) => from.length > 1 && from.every(isWhole)).map(merged),
    partly: made.filter(({ from }) => from.length > 0 && !from.every(isWhole)).map(merged),
    split: [...old.values()].flatMap((unit) => {
      const parts = into.get(unit.code) ?? [];
      return parts.length > 1 ? [{ from: named(unit), into: parts.map(named) }] : [];
    }),
    reused: [...now.values()].flatMap((to) => {
      const from = old.get(to.code);
      return from === undefined || kept.has(to.code) ? [] : [became({ from, to })];
    }),
    added: [...now.values()].filter(({ code }) => !old.has(code)).map(named),
    ended: [...old.values()].filter(({ code }) => !now.has(code)).map(named),
  };
}

/** For each code on one side, the units of the other, each once. */
function link(
  pairs: Pairs,
  units: UnitsByCode,
  direction: (pair: Pairs[number]) => [string, string],
): Map<string, Unit[]> {
  const links = new Map<string, Set<Unit>>();
  for (const pair of pairs) {
    const [key, code] = direction(pair);
    const unit = units.get(code);
    if (unit !== undefined) links.set(key, (links.get(key) ?? new Set()).add(unit));
  }
  return new Map([...links].map(([key, linked]) => [key, [...linked]]));
}

function named({ code, name }: Named): Named {
  return { code, name };
}

function became({ from, to }: Became): Became {
  return { from: named(from), to: named(to) };
}

function merged({ from, into }: Merged): Merged {
  return { from: from.map(named), into: named(into) };
}
