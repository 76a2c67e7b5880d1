/** How many typing errors lie between two words. */

/**
 * Damerau-Levenshtein distance (optimal string alignment): letters added, left out or replaced, and neighbours
 * swapped. Answers `limit + 1` for anything over `limit`. The work is bounded by the product of the lengths.
 */
export function typingErrors(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= other.length; to += 1) next.push(cell({ one, other, at, to }, [before, row, next]));
    if (Math.min(...next) > limit) return limit + 1;
    [before, row] = [row, next];
  }
  return Math.min(row[other.length] ?? 0, limit + 1);
}

type Place = { one: string; other: string; at: number; to: number };

function cell(place: Place, [before, row, next]: readonly [number[], number[], number[]]): number {
  const { at, to } = place;
  const replaced = (row[to - 1] ?? 0) + (isSameLetter(place, at, to) ? 0 : 1);
  const best = Math.min((row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1, replaced);
  const isSwapped = isSameLetter(place, at, to - 1) && isSameLetter(place, at - 1, to);
  return isSwapped ? Math.min(best, (before[to - 2] ?? 0) + 1) : best;
}

/** Places are counted from 1; before the first there is no letter. */
function isSameLetter({ one, other }: Place, at: number, to: number): boolean {
  return at > 0 && to > 0 && one.charCodeAt(at - 1) === other.charCodeAt(to - 1);
}
