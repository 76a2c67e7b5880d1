/** From an arrangement to documents: whose records stand where now, and what each of them has to tell. */
import { replaceSlice } from '../../mappings/replace-slice.ts';
import type { CitizenDocument, StoredIdentifier, StoredSlice } from '../store/citizens.ts';
import { editSlice } from '../store/schemas.ts';
import type { Arrangement } from './arrange.ts';
import type { Component } from './component.ts';
import { identifiersOf } from './identifiers.ts';
import { indexOf, type Unit } from './units.ts';

/** What a document has to become; `before` is how it was read, undefined if it is new. */
export type Placement = {
  key: string;
  before: CitizenDocument | undefined;
  slices: StoredSlice[];
  identifiers: StoredIdentifier[];
  leadsTo: string | undefined;
  blocks: number[];
  open: number[];
  /** Keys of the units that came from, or went to, other documents. */
  gained: Unit[];
  lost: Unit[];
  isChanged: boolean;
};

/** Every document of the component, as it has to stand. */
export function placements(component: Component, { leads }: Arrangement): Placement[] {
  const { documents, units } = component;
  const standing = new Map<string, Unit[]>();
  for (const unit of units.values()) {
    const lead = leads.get(unit.key) ?? unit.key;
    standing.set(lead, [...(standing.get(lead) ?? []), unit]);
  }
  const keys = new Set([...documents.keys(), ...standing.keys(), ...leads.keys()]);
  return [...keys].map((key) => placement(key, standing.get(key) ?? [], component, leads));
}

function placement(
  key: string,
  here: readonly Unit[],
  { documents, units }: Component,
  leads: ReadonlyMap<string, string>,
): Placement {
  const before = documents.get(key);
  const slices = standingIn(key, here);
  const own = numbersOf(here, { key, leads });
  const target = leads.get(key);
  const leadsTo = here.length > 0 || target === key ? undefined : target;
  const identifiers = here.length === 0 ? [] : identifiersOf(own, slices, { key, leads });
  const lost = [...units.values()].filter(({ home, key: unit }) => home === key && (leads.get(unit) ?? unit) !== key);
  const gained = here.filter(({ home }) => home !== key);
  const index = indexOf(here);
  const isChanged = leadsTo !== before?.leadsTo || !isSameContent(before, { slices, identifiers, ...index });
  return { key, before, slices, identifiers, leadsTo, ...index, gained, lost, isChanged };
}

/** The records of the units here, in the order slices are kept in. */
function standingIn(key: string, here: readonly Unit[]): StoredSlice[] {
  let slices: StoredSlice[] = [];
  for (const slice of here.flatMap((unit) => unit.slices)) {
    slices = replaceSlice(slices, slice.node === key ? editSlice(slice, { unit: slice.unit ?? null }) : slice).slices;
  }
  return slices;
}

/** The numbers that these units are about; one that is only stated counts where its person stands here, too. */
function numbersOf(
  here: readonly Unit[],
  { key, leads }: { key: string; leads: ReadonlyMap<string, string> },
): { node: string; value: string }[] {
  return here.flatMap(({ key: unit, claims, features }) => {
    if (claims !== undefined && leads.get(claims) !== key) return [];
    return features.personalNumbers.map((value) => ({ node: claims ?? unit, value }));
  });
}

type Content = Pick<CitizenDocument, 'slices' | 'identifiers' | 'blocks' | 'open'>;

function isSameContent(before: CitizenDocument | undefined, after: Content): boolean {
  return describe(before ?? nothing) === describe(after);
}

const nothing: Content = { slices: [], identifiers: [], blocks: [], open: [] };

function describe({ slices, identifiers, blocks, open }: Content): string {
  const records = slices.map(({ system, sourceKey, node, unit, recordId, sourceVersion }) => {
    return [system, sourceKey, node ?? null, unit ?? null, recordId, sourceVersion];
  });
  return JSON.stringify([records, identifiers, blocks, open]);
}
