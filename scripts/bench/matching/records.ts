/** Records without a personal number of people the hub holds, with errors. */
import type { CitizenFields } from '../../../mappings/canonical/citizen.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { draws, hash32, type Draws } from '../../sandbox/lib/random.ts';
import {
  leaveOut,
  mistakeKinds,
  mistakes,
  typeWrongly,
  unaccented,
  type Happening,
  type MistakeKind,
} from './errors.ts';
import { sliceOf } from '../../cli/matching-records.ts';
import type { BenchPeople, Known } from './people.ts';

export type BenchRecord = {
  kind: string;
  slice: Slice;
  /** Whom it is about; undefined for somebody the hub does not hold. */
  truth: number | undefined;
};

export const sectorSystem = 'sector';

/** The first people of the sandbox are its samples, each with something special. */
const firstOrdinary = 20;

export const duplicateKinds = [
  'as held',
  ...mistakeKinds,
  'two errors at once',
  'nine-digit card, name, date',
] as const;
type DuplicateKind = (typeof duplicateKinds)[number];

/** One record of every kind in turn; an error that cannot happen to a person happens to the next who is drawn. */
export function* duplicates(people: BenchPeople, count: number): Generator<BenchRecord & { truth: number }> {
  let made = 0;
  for (let attempt = 0; made < count; attempt += 1) {
    const kind = duplicateKinds[made % duplicateKinds.length] ?? 'as held';
    const random = draws(hash32(people.seed, attempt, 81));
    const truth = somebody(people, random);
    const known = people.known(truth);
    const fields = stated(kind, known, { ...known, random, places: people.places });
    if (fields === undefined) continue;
    made += 1;
    yield { kind, slice: sliceOf(sectorSystem, fields), truth };
  }
}

/** The index of a person drawn at random. */
export function somebody({ size }: BenchPeople, random: Draws): number {
  return firstOrdinary + random.below(size - firstOrdinary);
}

function stated(kind: DuplicateKind, known: Known, happening: Happening): CitizenFields | undefined {
  if (kind === 'nine-digit card, name, date') {
    const { fullName, birthDate, oldIdentityNumber } = known.fields;
    if (fullName === undefined || birthDate === undefined || oldIdentityNumber === undefined) return undefined;
    return { fullName, birthDate, oldIdentityNumber };
  }
  const fields = asSectorsKnow(known.fields, happening.random);
  if (kind === 'as held') return fields;
  return kind === 'two errors at once' ? twoErrors(fields, happening) : mistakes[kind](fields, happening);
}

/** How often a sector does not ask for a field; the card of nine digits is asked for in a kind of its own. */
const notAsked: readonly (readonly [number, readonly (keyof CitizenFields)[]])[] = [
  [1, ['oldIdentityNumber']],
  [0.7, ['hometown']],
  [0.45, ['phone']],
  [0.55, ['father', 'mother']],
  [0.05, ['permanentResidence']],
  [0.05, ['sex']],
];
const wrongSex = 0.003;
const otherPhone = 0.15;

/** What a sector's record states of these fields; none asks for parents' numbers. */
export function asSectorsKnow(fields: CitizenFields, random: Draws): CitizenFields {
  const left = notAsked.flatMap(([chance, names]) => (random.chance(chance) ? names : []));
  const kept = leaveOut(fields, left);
  const { sex, phone } = kept;
  if (sex !== undefined && random.chance(wrongSex))
    kept.sex = { ...sex, code: sex.code === 'male' ? 'female' : 'male' };
  if (phone !== undefined && random.chance(otherPhone)) kept.phone = somePhone(random);
  return { ...kept, ...asParent(kept, 'father', random), ...asParent(kept, 'mother', random) };
}

function asParent(fields: CitizenFields, parent: 'father' | 'mother', random: Draws): CitizenFields {
  const name = fields[parent]?.name;
  return name === undefined ? {} : { [parent]: { name: { text: asWritten(name.text, random) } } };
}

/** A number that nobody has who is held. */
export function somePhone(random: Draws): string {
  return `08${String(random.below(100_000_000)).padStart(8, '0')}`;
}

/** Names of parents are written with less care. */
function asWritten(name: string, random: Draws): string {
  const point = random.unit();
  if (point < 0.04) return typeWrongly(name, random) ?? name;
  return point < 0.1 ? unaccented(name) : name;
}

const mostAttempts = 20;

function twoErrors(fields: CitizenFields, happening: Happening): CitizenFields {
  let changed = fields;
  for (let done = 0, attempt = 0; done < 2 && attempt < mostAttempts; attempt += 1) {
    const kind: MistakeKind = happening.random.pick(mistakeKinds);
    const next = kind === 'name and date only' ? undefined : mistakes[kind](changed, happening);
    if (next === undefined) continue;
    changed = next;
    done += 1;
  }
  return changed;
}
