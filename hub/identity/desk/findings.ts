/** What the proposals of every kind share: the persons named, and what was found to be in the way. */
import type { CitizenDocument, StoredSlice } from '../../store/citizens.ts';
import { deskFaultCodes, type ActRequest, type DeskFault, type Move, type Subject } from './contract.ts';
import type { Filing } from './filing.ts';
import type { Held } from './held.ts';

export type Tools = {
  held: Held;
  keyOf: (subject: Subject) => string;
  /** The key of somebody the hub does not know yet. */
  newPerson: string;
};

/** `personalNumber`: the number that replaced another. */
export type Proposal = { filings: [Filing, Filing]; moves: Move[]; personalNumber?: string };

/** Somebody an act is about: the key it names, and who stands under it. */
export type Party = { key: string; person: CitizenDocument };

export type Findings = Tools & { faults: DeskFault[] };

export type Asked<Kind extends ActRequest['kind']> = Extract<ActRequest, { kind: Kind }>;

/** Whom a part of the request names; notes a fault if that is nobody. */
export function named(subject: Subject, path: string, { held, keyOf, faults }: Findings): Party | undefined {
  const key = keyOf(subject);
  const person = held.personOf(key);
  if (person !== undefined) return { key, person };
  faults.push(fault(path, 'unknown-person', 'somebody the hub holds'));
  return undefined;
}

/** One thing in the way; `expected` is the sentence of its code if not given. */
export function fault(path: string, code: DeskFault['code'], expected: string = deskFaultCodes[code]): DeskFault {
  return { path, code, expected };
}

/** Notes acts that have to be annulled before. */
export function contradict(path: string, acts: readonly string[], { faults }: Findings): void {
  faults.push(...acts.map((id) => fault(path, 'contradicts-act', `act ${id} to be annulled first`)));
}

/** What systems say of a person, without the acts. */
export function recordsOf({ slices }: CitizenDocument): StoredSlice[] {
  return slices.filter(({ identity }) => identity === undefined);
}

/** Everything that is said of a person goes to another. */
export function allOf(person: CitizenDocument, to: string): Move[] {
  return [{ from: person._id, to, records: recordsOf(person).length }];
}
