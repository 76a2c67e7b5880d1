/**
 * A place in an ordered list: `rank` is what the list is ordered by (a time in epoch milliseconds, a score), the id tells
 * apart those of one rank. It names no entry: where a page went to stays known whatever becomes of the last entry on it.
 */
export type Position = { rank: number; id: string };
