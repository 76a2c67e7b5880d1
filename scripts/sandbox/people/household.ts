/**
 * Four neighbouring indices make a block, and a block holds one to four households. A block is derived from
 * (seed, block number) alone, so that nothing has to be remembered about a million people.
 */
import { draws, hash32, type Draws } from '../lib/random.ts';
import { ethnicGroups, kinh } from './ethnic-names.ts';
import type { PartialDate, Sex } from './person.ts';

export const blockSize = 4;

/** Nobody in the base population was born, married or died after this year; newborns come from events only. */
export const lastBaseYear = 2024;

export type Role = 'head' | 'spouse' | 'child' | 'grandparent' | 'single';

export type Member = {
  index: number;
  role: Role;
  sex: Sex;
  birth: Required<PartialDate>;
  death?: Required<PartialDate> | undefined;
  ethnicity: string;
  /** Index of the first person of this household, who is its head. */
  head: number;
};

export type Household = { block: number; members: readonly Member[]; married?: Required<PartialDate> | undefined };

type Kind = 'family' | 'small-family' | 'three-generations' | 'couple' | 'lone-parent' | 'singles';

/** Role of each of the four, and which of the four is the head of their household. */
// prettier-ignore
const layouts: Record<Kind, readonly (readonly [Role, number])[]> = {
  family: [['head', 0], ['spouse', 0], ['child', 0], ['child', 0]],
  'small-family': [['head', 0], ['spouse', 0], ['child', 0], ['single', 3]],
  'three-generations': [['head', 0], ['spouse', 0], ['child', 0], ['grandparent', 0]],
  couple: [['head', 0], ['spouse', 0], ['single', 2], ['single', 3]],
  'lone-parent': [['head', 0], ['child', 0], ['single', 2], ['single', 3]],
  singles: [['single', 0], ['single', 1], ['single', 2], ['single', 3]],
};

/** The first blocks are fixed, so that every sandbox has its sample citizens (see samples.ts). */
const sampleBlocks: readonly { kind: Kind; ethnicity: string }[] = [
  { kind: 'family', ethnicity: kinh },
  { kind: 'family', ethnicity: '11' },
  { kind: 'singles', ethnicity: kinh },
  { kind: 'family', ethnicity: kinh },
  { kind: 'family', ethnicity: kinh },
];

function kindOf(seed: number, block: number, citizens: number): Kind {
  if ((block + 1) * blockSize > citizens) return 'singles';
  const sample = sampleBlocks[block];
  if (sample !== undefined) return sample.kind;
  const point = hash32(seed, block, 1) % 100;
  if (point < 62) return 'family';
  if (point < 78) return 'small-family';
  if (point < 84) return 'three-generations';
  if (point < 92) return 'couple';
  return point < 96 ? 'lone-parent' : 'singles';
}

/** Index of the head of the household of the person at `index`: cheap, for scans over everybody. */
export function headIndex(seed: number, index: number, citizens: number): number {
  const block = Math.floor(index / blockSize);
  const [, head] = layouts[kindOf(seed, block, citizens)][index % blockSize] ?? ['single', 0];
  return block * blockSize + head;
}

/** Derives a block. Members beyond the last citizen do not exist. */
export function household(seed: number, block: number, citizens: number): Household {
  const kind = kindOf(seed, block, citizens);
  const random = draws(hash32(seed, block, 2));
  const ethnicity = sampleBlocks[block]?.ethnicity ?? random.weighted(ethnicGroups);
  const sample = block < sampleBlocks.length;
  const years = drawYears(kind, sample, random);
  const members: Member[] = [];
  layouts[kind].forEach(([role, head], offset) => {
    const index = block * blockSize + offset;
    if (index >= citizens) return;
    const sex = drawSex({ role, kind, sample, partner: members[0] }, random);
    const birth =
      years.twins && offset === 3 ? siblingBirth(members[2], random) : drawDate(years.births[offset] ?? 1980, random);
    const own = role === 'single' && head !== 0 ? random.weighted(ethnicGroups) : ethnicity;
    const member: Member = { index, role, sex, birth, ethnicity: own, head: block * blockSize + head };
    members.push({ ...member, death: drawDeath(member, random) });
  });
  const married = years.marriage === undefined ? undefined : drawDate(years.marriage, random);
  return { block, members, married };
}

type Years = { births: number[]; marriage?: number; twins: boolean };

/** Birth years of the four, in the order of the layout. */
function drawYears(kind: Kind, sample: boolean, random: Draws): Years {
  const head = sample ? 1972 + random.below(14) : 1950 + random.below(48);
  const single = () => 1945 + random.below(61);
  if (kind === 'singles')
    return { births: [1978, 1948, 1941, 1985].map((year) => (sample ? year : single())), twins: false };
  if (kind === 'lone-parent') {
    const child = Math.min(lastBaseYear, head + 20 + random.below(16));
    return { births: [head, child, single(), single()], twins: false };
  }
  const spouse = head - 3 + random.below(6);
  const marriage = Math.min(lastBaseYear - 1, Math.max(head, spouse) + 19 + random.below(7));
  const first = Math.min(lastBaseYear, marriage + 1 + random.below(5));
  const later = first + 2 + random.below(4);
  const second = later > lastBaseYear ? first : later;
  if (kind === 'family') return { births: [head, spouse, first, second], marriage, twins: first === second };
  if (kind === 'small-family') return { births: [head, spouse, first, single()], marriage, twins: false };
  if (kind === 'couple') return { births: [head, spouse, single(), single()], marriage, twins: false };
  return { births: [head, spouse, first, head - 19 - random.below(12)], marriage, twins: false };
}

type SexFacts = { role: Role; kind: Kind; sample: boolean; partner: Member | undefined };

function drawSex({ role, kind, sample, partner }: SexFacts, random: Draws): Sex {
  const draw = random.unit();
  if (role === 'spouse') return partner?.sex === 'male' ? 'female' : 'male';
  return draw < shareOfMen(role, kind, sample) ? 'male' : 'female';
}

function shareOfMen(role: Role, kind: Kind, sample: boolean): number {
  if (role !== 'head') return 0.505;
  if (sample) return 1;
  return kind === 'lone-parent' ? 0.2 : 0.72;
}

function drawDate(year: number, random: Draws): Required<PartialDate> {
  return { year, month: 1 + random.below(12), day: 1 + random.below(28) };
}

function siblingBirth(sibling: Member | undefined, random: Draws): Required<PartialDate> {
  return sibling?.birth ?? drawDate(lastBaseYear, random);
}

/** A head of a household that goes on is alive; the third of the sample singles is not. */
function drawDeath(member: Member, random: Draws): Required<PartialDate> | undefined {
  const [draw, date] = [random.unit(), drawDate(2016 + random.below(9), random)];
  if (member.index === 10) return date;
  if (member.role === 'head' || member.index < 20 || date.year <= member.birth.year + 1) return undefined;
  return draw < mortality(member) ? date : undefined;
}

/** The chance of having died between 2016 and 2024. */
function mortality({ birth, role }: Member): number {
  if (birth.year < 1946) return 0.14;
  if (birth.year < 1961) return 0.05;
  return role === 'spouse' ? 0 : 0.003;
}
