/**
 * Lists by locality, made asynchronously and read by page. A list fixes who is in it when it is asked for, without
 * holding everybody: base citizens are found again by scanning from a mark kept every 500 members, and only citizens
 * whose row changed are held by index.
 */
import { randomUUID } from 'node:crypto';
import { hash32 } from '../lib/random.ts';
import type { People } from '../people/contract.ts';
import { baseEnd } from '../people/people.ts';
import type { Address } from '../people/person.ts';
import type { Registry } from '../people/registry.ts';

export type Locality = { province: string; commune?: string | undefined };

const lifeMs = 30 * 60_000;
const markEvery = 500;
/** Lists remembered at all; the oldest are forgotten. */
const remembered = 1000;

type List = {
  locality: Locality;
  since: number | undefined;
  at: number;
  pendingCalls: number;
  /** Indices of rows that were changed when the list was asked for, and those of them that are in it. */
  changed: ReadonlySet<number>;
  members: readonly number[];
  /** Index of every 500th base member; undefined until counted. */
  marks: number[] | undefined;
  baseTotal: number;
};

export type ListStatus = { state: 'pending' } | { state: 'done'; total: number } | { state: 'expired' | 'unknown' };

/** `at`: the instant up to which every change is sure to be in the list (epoch milliseconds). */
export type ListPage = { indices: number[]; total: number; at: number };

export type Lists = {
  /** Asks for a list; answers its id. */
  request(locality: Locality, since: number | undefined): string;
  /** Not done on the first call or two. */
  status(id: string): ListStatus;
  /** Members of a page (pages count from 1); undefined if the list is not done. Ask for the status first. */
  page(id: string, page: number, size: number): ListPage | undefined;
};

/** The lists of a registry. `now` in epoch milliseconds. */
export function createLists(registry: Registry, now: () => number): Lists {
  const lists = new Map<string, List>();
  let requested = 0;
  return {
    request: (locality, since) => {
      const id = randomUUID();
      requested += 1;
      const pendingCalls = 1 + (hash32(registry.people.seed, requested, 71) % 2);
      lists.set(id, { ...select(registry, locality, since), at: now(), pendingCalls, marks: undefined, baseTotal: 0 });
      const oldest = lists.keys().next().value;
      if (lists.size > remembered && oldest !== undefined) lists.delete(oldest);
      return id;
    },
    status: (id) => {
      const list = lists.get(id);
      if (list === undefined) return { state: 'unknown' };
      if (now() - list.at > lifeMs) return { state: 'expired' };
      list.pendingCalls -= 1;
      if (list.marks === undefined && list.pendingCalls >= 0) return { state: 'pending' };
      count(registry, list);
      return { state: 'done', total: list.baseTotal + list.members.length };
    },
    page: (id, page, size) => {
      const list = lists.get(id);
      if (list?.marks === undefined) return undefined;
      const indices = read(registry, list, { offset: (page - 1) * size, size });
      // Something may yet change in the millisecond in which the list was asked for.
      return { indices, total: list.baseTotal + list.members.length, at: list.at - 1 };
    },
  };
}

function select(registry: Registry, locality: Locality, since: number | undefined) {
  const rows = [...registry.changedInPopulation()];
  const recent = rows.filter(([, updatedAt]) => since === undefined || updatedAt > since).map(([index]) => index);
  const members = recent.filter((index) => {
    const person = registry.inPopulation(index);
    if (person === undefined) return false;
    if (lies(registry, person.residence, locality)) return true;
    // Who moved away since then is told once more, with the new address: otherwise nobody would hear of it.
    const left = registry.formerResidences(index).filter(({ until }) => since !== undefined && until > since);
    return left.some(({ address }) => lies(registry, address, locality));
  });
  // Where no base citizen can be in the list, nobody needs to be kept out of the scan.
  const changed = new Set(scansBase(since) ? rows.map(([index]) => index) : []);
  return { locality, since, changed, members };
}

function scansBase(since: number | undefined): boolean {
  return since === undefined || since < baseEnd;
}

function lies(registry: Registry, address: Address, locality: Locality): boolean {
  const { province, commune } = registry.people.places.today(address);
  return province === locality.province && (locality.commune === undefined || commune === locality.commune);
}

function count(registry: Registry, list: List): void {
  if (list.marks !== undefined) return;
  list.marks = [];
  for (const index of baseMembers(registry, list, 0)) {
    if (list.baseTotal % markEvery === 0) list.marks.push(index);
    list.baseTotal += 1;
  }
}

function isBaseMember(people: People, { locality, since, changed }: List, index: number): boolean {
  const place = people.place(index);
  if (place.newProvince !== locality.province) return false;
  if (locality.commune !== undefined && place.newCommune !== locality.commune) return false;
  return !changed.has(index) && (since === undefined || people.updatedAt(index) > since);
}

/** Base citizens of the list whose row had not changed when it was asked for, from an index on. */
function* baseMembers(registry: Registry, list: List, from: number): Generator<number> {
  if (!scansBase(list.since)) return;
  for (let index = from; index < registry.people.size; index += 1) {
    if (isBaseMember(registry.people, list, index)) yield index;
  }
}

function read(registry: Registry, list: List, { offset, size }: { offset: number; size: number }): number[] {
  const indices: number[] = [];
  const mark = list.marks?.[Math.floor(offset / markEvery)];
  if (offset < list.baseTotal && mark !== undefined) {
    let skip = offset % markEvery;
    for (const index of baseMembers(registry, list, mark)) {
      if (indices.length === size) break;
      if (skip > 0) skip -= 1;
      else indices.push(index);
    }
  }
  const rest = Math.max(0, offset - list.baseTotal);
  return indices.concat(list.members.slice(rest, rest + size - indices.length));
}
