/** Makes the catalogue of administrative units from the tables of its editions. */
import { addToGroup } from '../groups.ts';
import type { Edition, UnitLevel, UnitRow, Units } from './contract.ts';
import { parseUnitName, typeOfUnit } from './names.ts';

/** One edition as its files give it, and how the units of the edition before went into it. */
export type EditionTables = {
  id: string;
  /** Undefined for the first one, which reaches back as far as its codes do. */
  validFrom: string | undefined;
  basis: string;
  /** Provinces have no parent, districts a province, communes a district where there are districts, else a province. */
  units: readonly { level: UnitLevel; code: string; name: string; parent: string | undefined }[];
  /** Names and types that changed while the code and the area stayed, oldest first. */
  renames: readonly Rename[];
  /** Old code (of a commune, or of a district that had none) and code of a commune of this edition; several if split. */
  successors: readonly { from: string; to: string }[];
};

export type Rename = { level: UnitLevel; code: string; name: string; validFrom: string; basis: string };

type Links = ReadonlyMap<string, readonly string[]>;
type Loaded = {
  edition: Edition;
  units: ReadonlyMap<string, readonly UnitRow[]>;
  successors: Links;
  predecessors: Links;
  named: () => ReadonlyMap<string, readonly UnitRow[]>;
};

const none = [] as const;

/** Makes the catalogue of its editions, given oldest first. Cheap; the index of names is made when first asked for. */
export function buildUnits(tables: readonly EditionTables[]): Units {
  const loaded = tables.map((table, index) => loadEdition(table, tables[index + 1]));
  const byId = new Map(loaded.map((each) => [each.edition.id, each]));
  const editions = loaded.map(({ edition }) => edition);
  const history: Units['history'] = ({ catalogue, level, code }) => {
    const rows = byId.get(catalogue)?.units.get(code) ?? none;
    return rows[0]?.level === level ? rows : none;
  };
  return {
    editions,
    withoutDistricts: editions.filter(({ hasDistricts }) => !hasDistricts),
    edition: (id) => byId.get(id)?.edition,
    editionAt: (day) => inForce(editions, day),
    history,
    at: (ref, day) => inForce(history(ref), day),
    rows: (catalogue) => [...(byId.get(catalogue)?.units.values() ?? none)].flat(),
    successors: (catalogue, code) => byId.get(catalogue)?.successors.get(code) ?? none,
    predecessors: (catalogue, code) => byId.get(catalogue)?.predecessors.get(code) ?? none,
    named: ({ catalogue, parent, key }) => byId.get(catalogue)?.named().get(nameAddress(parent, key)) ?? none,
  };
}

function inForce<T extends { validFrom: string | undefined }>(periods: readonly T[], day: string): T | undefined {
  return periods.findLast(({ validFrom }) => validFrom === undefined || validFrom <= day) ?? periods[0];
}

function loadEdition(table: EditionTables, next: EditionTables | undefined): Loaded {
  const edition: Edition = {
    id: table.id,
    validFrom: table.validFrom,
    validTo: next?.validFrom,
    basis: table.basis,
    hasDistricts: table.units.some(({ level }) => level === 'district'),
  };
  const units = rowsByCode(table, edition);
  let names: ReadonlyMap<string, readonly UnitRow[]> | undefined;
  return {
    edition,
    units,
    successors: link(next?.successors ?? none, ({ from, to }) => [from, to]),
    predecessors: link(table.successors, ({ from, to }) => [to, from]),
    named: () => (names ??= indexNames(units)),
  };
}

function rowsByCode({ units, renames }: EditionTables, edition: Edition): Map<string, UnitRow[]> {
  const { id: catalogue, validFrom, validTo, basis } = edition;
  const rows = new Map<string, UnitRow[]>();
  for (const { level, code, name, parent } of units) {
    rows.set(code, [{ catalogue, level, code, name, type: typeOfUnit(name), parent, validFrom, validTo, basis }]);
  }
  for (const { code, name, validFrom: since, basis: why } of renames) {
    const history = rows.get(code);
    const last = history?.at(-1);
    if (history === undefined || last === undefined) continue;
    last.validTo = since;
    history.push({ ...last, name, type: typeOfUnit(name), validFrom: since, validTo, basis: why });
  }
  return rows;
}

function link<T>(pairs: readonly T[], direction: (pair: T) => readonly [string, string]): Links {
  const links = new Map<string, string[]>();
  for (const pair of pairs) {
    const [from, to] = direction(pair);
    addToGroup(links, from, to);
  }
  return links;
}

function indexNames(units: ReadonlyMap<string, readonly UnitRow[]>): Map<string, UnitRow[]> {
  const names = new Map<string, UnitRow[]>();
  for (const rows of units.values()) {
    for (const row of rows) addToGroup(names, nameAddress(row.parent ?? '', parseUnitName(row.name).key), row);
  }
  return names;
}

function nameAddress(parent: string, key: string): string {
  return `${parent}/${key}`;
}
