/**
 * Expectation-maximisation for Fellegi and Sunter's model: fields agree or not independently of each other once it is
 * known whether two records are of one person. What strangers show (`u`) is known; how records of one person compare
 * (`m`), and how many of the pairs are of one person, is found so that the pairs seen are the likeliest.
 */
import { comparedFields, perField, type ComparedField, type Level } from './levels.ts';

/** A probability for every level of every field. */
export type Probabilities = Readonly<Record<ComparedField, Readonly<Record<string, number>>>>;

/** A way in which pairs compared, in the order of `comparedFields`, and how many did. */
export type Vector = { levels: readonly (Level | 'missing')[]; count: number };

export type EmInput = {
  vectors: readonly Vector[];
  u: Probabilities;
  /** Where `m` starts from, and what it stays for a field that few pairs state. */
  start: Probabilities;
};

export type EmResult = {
  m: Probabilities;
  /** The share of the pairs that are of one person. */
  share: number;
  rounds: number;
};

const mostRounds = 500;
const still = 1e-7;
/** A level that no pair reached is taken for half a pair. */
const unseen = 0.5;
/** Fewer pairs than these do not tell how a field compares. */
const fewest = 50;

/** Runs until nothing moves any more, at most 500 rounds. */
export function estimateM({ vectors, u, start }: EmInput): EmResult {
  let current = { m: start, share: 0.5 };
  for (let rounds = 1; rounds <= mostRounds; rounds += 1) {
    const chances = vectors.map(({ levels }) => chanceOfMatch(levels, { ...current, u }));
    const next = maximise(vectors, chances, start);
    const moved = Math.abs(next.share - current.share) + distance(next.m, current.m);
    current = next;
    if (moved < still) return { ...current, rounds };
  }
  return { ...current, rounds: mostRounds };
}

/** How likely a pair that compared so is of one person. */
function chanceOfMatch(
  levels: Vector['levels'],
  { m, u, share }: { m: Probabilities; u: Probabilities; share: number },
): number {
  let odds = Math.log(share) - Math.log1p(-share);
  for (const [index, field] of comparedFields.entries()) {
    const level = levels[index] ?? 'missing';
    const [one, stranger] = [m[field][level], u[field][level]];
    if (one !== undefined && stranger !== undefined) odds += Math.log(one / stranger);
  }
  return 1 / (1 + Math.exp(-odds));
}

function maximise(
  vectors: readonly Vector[],
  chances: readonly number[],
  start: Probabilities,
): { m: Probabilities; share: number } {
  const all = vectors.reduce((sum, { count }) => sum + count, 0);
  const matches = vectors.reduce((sum, { count }, index) => sum + count * (chances[index] ?? 0), 0);
  const m = perField((field) => {
    const at = comparedFields.indexOf(field);
    const expected = new Map<string, number>();
    for (const [index, { levels, count }] of vectors.entries()) {
      const level = levels[at] ?? 'missing';
      expected.set(level, (expected.get(level) ?? 0) + count * (chances[index] ?? 0));
    }
    return normalised(start[field], expected);
  });
  // Neither all pairs nor none are of one person, or nothing could be learned from them.
  const share = Math.min(1 - 1e-9, Math.max(1e-9, all === 0 ? 0 : matches / all));
  return { m, share };
}

function normalised(start: Readonly<Record<string, number>>, expected: ReadonlyMap<string, number>) {
  const seen = Object.keys(start).map((level) => [level, expected.get(level) ?? 0] as const);
  const sum = seen.reduce((total, [, count]) => total + count, 0);
  if (sum < fewest) return start;
  return Object.fromEntries(seen.map(([level, count]) => [level, (count + unseen) / (sum + unseen * seen.length)]));
}

function distance(one: Probabilities, other: Probabilities): number {
  let sum = 0;
  for (const field of comparedFields) {
    for (const [level, chance] of Object.entries(one[field])) sum += Math.abs(chance - (other[field][level] ?? 0));
  }
  return sum;
}
