/**
 * What one person is to another, in words, as the record of either says it by the other's personal number. A name is
 * no proof. Where neither record says it they may be related all the same, so the answer is that nobody holds it.
 */
import type { CitizenField } from '../canonical/citizen.ts';
import type { MergedValue } from '../canonical/slices.ts';
import { isObject } from '../lib/fields.ts';
import type { CellAnswer } from './answer.ts';
import type { CompiledRelated } from './compile.ts';
import type { EvaluateContext } from './context.ts';
import type { Seat, Seats } from './seats.ts';
import { heldBy, provenance } from './value.ts';

/** In whose record a relation stands, and what the person is then, by their sex. */
type Claim = { by: 'person' | 'other'; field: CitizenField; male: string; female: string; unknown?: string };

const claims: readonly Claim[] = [
  { by: 'other', field: 'father', male: 'Cha', female: 'Cha', unknown: 'Cha' },
  { by: 'other', field: 'mother', male: 'Mẹ', female: 'Mẹ', unknown: 'Mẹ' },
  { by: 'person', field: 'father', male: 'Con', female: 'Con', unknown: 'Con' },
  { by: 'person', field: 'mother', male: 'Con', female: 'Con', unknown: 'Con' },
  { by: 'person', field: 'spouse', male: 'Chồng', female: 'Vợ' },
  { by: 'other', field: 'spouse', male: 'Chồng', female: 'Vợ' },
  { by: 'person', field: 'children', male: 'Cha', female: 'Mẹ' },
  { by: 'other', field: 'children', male: 'Con', female: 'Con', unknown: 'Con' },
  { by: 'other', field: 'representative', male: 'Người đại diện', female: 'Người đại diện', unknown: 'Người đại diện' },
  { by: 'person', field: 'represented', male: 'Người đại diện', female: 'Người đại diện', unknown: 'Người đại diện' },
];

const none: ReadonlySet<string> = new Set();

/** Writes what the person in one role is to the person in another, or why it cannot be said. */
export function writeRelation({ role, to, same }: CompiledRelated, seats: Seats, context: EvaluateContext): CellAnswer {
  const person = seats.of(role);
  const other = seats.of(to);
  const own = numberOf(person, context);
  const others = numberOf(other, context);
  if (own === undefined || others === undefined) return own === undefined ? person.absent : other.absent;
  const pair = { person, other, own: own.number, others: others.number };
  const found = own.number === others.number ? { word: same, merged: own.merged } : findClaim(pair, context);
  return found === undefined ? { reason: 'not-held' } : answer(found, person.isSure && other.isSure);
}

type Pair = { person: Seat; other: Seat; own: string; others: string };
type Claimed = { word: string; merged: MergedValue };

function findClaim({ person, other, own, others }: Pair, context: EvaluateContext): Claimed | undefined {
  for (const claim of claims) {
    const [holder, number] = claim.by === 'person' ? [person, others] : [other, own];
    const merged = heldBy(claim.field, holder, context);
    if (merged === undefined || !names(merged.value, number)) continue;
    const word = wordOf(claim, person, context);
    if (word !== undefined) return { word, merged };
  }
  return undefined;
}

function answer({ word, merged }: Claimed, isSure: boolean): CellAnswer {
  if (merged.underInvestigation === true) return { reason: 'under-investigation', candidates: [word] };
  return { value: word, raw: word, ...provenance(merged, none, isSure) };
}

/** A personal number by the person's own record, else by the one that names them. */
function numberOf(seat: Seat, context: EvaluateContext): { number: string; merged: MergedValue } | undefined {
  const own = heldBy('personalNumber', seat, context);
  if (own !== undefined) return { number: own.value, merged: own };
  if (seat.named === undefined) return undefined;
  const number = seat.named.relative.personalNumber;
  return number === undefined ? undefined : { number, merged: seat.named.merged };
}

function names(value: unknown, number: string): boolean {
  const persons: readonly unknown[] = Array.isArray(value) ? value : [value];
  return persons.some((person) => isObject(person) && person['personalNumber'] === number);
}

function wordOf(claim: Claim, person: Seat, context: EvaluateContext): string | undefined {
  const sex = heldBy('sex', person, context)?.value.code;
  if (sex === 'male' || sex === 'female') return claim[sex];
  return claim.unknown;
}
