/** Deterministic pseudo-randomness: everything the sandbox invents is a function of a seed and a position. */

/** MurmurHash3 (32 bits) of two words under a seed: the same answer for the same three, on every machine. */
export function hash32(seed: number, index: number, salt: number): number {
  let h = round(seed | 0, index);
  h = round(h, salt);
  h ^= 8;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function round(state: number, word: number): number {
  let k = Math.imul(word | 0, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = state ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** A stream of draws from one seed (mulberry32). */
export type Draws = {
  /** A number in [0, 1). */
  unit(): number;
  /** A whole number in [0, n). */
  below(n: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of the list, which must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** One of the list, by weight. */
  weighted<T>(table: Weighted<T>): T;
};

/** Values with the running sum of their weights, made by `weights`. */
export type Weighted<T> = { values: readonly T[]; sums: readonly number[]; total: number };

/** Prepares a table of [value, weight] for `Draws.weighted`. */
export function weights<T>(table: readonly (readonly [T, number])[]): Weighted<T> {
  let total = 0;
  const sums = table.map(([, weight]) => (total += weight));
  return { values: table.map(([value]) => value), sums, total };
}

/** Starts a stream of draws. */
export function draws(seed: number): Draws {
  return new Mulberry(seed);
}

/** A class, because streams are started by the million: its methods are made once. */
class Mulberry implements Draws {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  unit(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(n: number): number {
    return Math.floor(this.unit() * n);
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return at(list, this.below(list.length));
  }

  weighted<T>(table: Weighted<T>): T {
    const point = this.unit() * table.total;
    let index = 0;
    while (point >= (table.sums[index] ?? Infinity)) index += 1;
    return at(table.values, index);
  }
}

/** The element at an index that is known to exist. Throws RangeError if it does not. */
export function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined)
    throw new RangeError(`reading a list: no element ${String(index)} of ${String(list.length)}`);
  return value;
}
