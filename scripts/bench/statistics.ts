export type Spread = { min: number; median: number; max: number };

/** Minimum, median and maximum of at least one figure. */
export function spread(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { min: at(0), median: at(Math.floor((sorted.length - 1) / 2)), max: at(sorted.length - 1) };
}

/** `min / median / max`, rounded for people. */
export function show({ min, median, max }: Spread, digits = 0): string {
  return [min, median, max].map((figure) => figure.toLocaleString('en', { maximumFractionDigits: digits })).join(' / ');
}

/** The ratios of two sides measured in turn, pair by pair: what holds when the machine's speed drifts. */
export function ratios(a: readonly number[], b: readonly number[]): number[] {
  return a.map((figure, index) => figure / (b[index] ?? Number.NaN));
}
