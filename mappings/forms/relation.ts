/**
 * What one person is to another, in words, as the record of either says it by the other's personal number. A name is
 * no proof. Where neither record says it they may be related all the same, so the answer is that nobody holds it.
 */
import type { CitizenField } from '../canonical/citizen.ts';
import type { MergedValue } from '../canonical/slices.ts';
import { isObject } from '../lib/fields.ts';
import type { CellAnswer } from './answer.ts';
import type { CompiledRelated } from './compile.ts';
import type { EvaluateContext, FieldContext } from './context.ts';
import type { Seat, Seats } from './seats.ts';
import { heldBy, noteWhose, provenance } from './value.ts';

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
export function writeRelation({ role, to, same }: CompiledRelated, seats: Seats, context: FieldContext): CellAnswer {
  const person = seats.of(role);
  const other = seats.of(to);
  const own = numbersOf(person, context);
  const others = numbersOf(other, context);
  if (own === undefined || others === undefined) return own === undefined ? person.absent : other.absent;
  const isSame = others.numbers.some((number) => own.numbers.includes(number));
  const pair = { person, other, own: own.numbers, others: others.numbers };
  const found = isSame ? { word: same, merged: own.merged } : findClaim(pair, context);
  if (found === undefined) return { reason: 'not-held' };
  for (const seat of [person, other]) noteWhose(context, seat, seat.person.held !== undefined);
  return answer(found, person.isSure && other.isSure);
}

type Pair = { person: Seat; other: Seat; own: readonly string[]; others: readonly string[] };
type Claimed = { word: string; merged: MergedValue };

function findClaim({ person, other, own, others }: Pair, context: EvaluateContext): Claimed | undefined {
  for (const claim of claims) {
    const [holder, numbers] = claim.by === 'person' ? [person, others] : [other, own];
    const merged = heldBy(claim.field, holder, context);
    if (merged === undefined || !names(merged.value, numbers)) continue;
    const word = wordOf(claim, person, context);
    if (word !== undefined) return { word, merged };
  }
  return undefined;
}

function answer({ word, merged }: Claimed, isSure: boolean): CellAnswer {
  if (merged.underInvestigation === true) {
    return { reason: 'under-investigation', candidates: [word], sources: [merged.system] };
  }
  return { value: word, raw: word, ...provenance(merged, none, isSure) };
}

/** Who somebody is by their numbers, as their own record has them, else as the one that names them. */
function numbersOf(
  seat: Seat,
  context: EvaluateContext,
): { numbers: readonly string[]; merged: MergedValue } | undefined {
  const own = heldBy('personalNumber', seat, context);
  if (own !== undefined) {
    const { identifiers = [] } = seat.person.held ?? {};
    return { numbers: [own.value, ...identifiers.map(({ value }) => value)], merged: own };
  }
  const number = seat.named?.relative.personalNumber;
  return seat.named === undefined || number === undefined
    ? undefined
    : { numbers: [number], merged: seat.named.merged };
}

function names(value: unknown, numbers: readonly string[]): boolean {
  const persons: readonly unknown[] = Array.isArray(value) ? value : [value];
  return persons.some((person) => {
    const number = isObject(person) ? person['personalNumber'] : undefined;
    return typeof number === 'string' && numbers.includes(number);
  });
}

function wordOf(claim: Claim, person: Seat, context: EvaluateContext): string | undefined {
  const sex = heldBy('sex', person, context)?.value.code;
  if (sex === 'male' || sex === 'female') return claim[sex];
  return claim.unknown;
}
