import type { Matcher } from './contract.ts';

/** Matching that finds nobody: people are known by numbers and acts alone. */
export const noMatching: Matcher = {
  version: 'none',
  margin: 0,
  featuresOf: () => ({
    names: [],
    birthDates: [],
    sex: undefined,
    personalNumbers: [],
    numbers: [],
    others: undefined,
  }),
  blocksOf: () => [],
  judge: () => ({ band: 'new', score: 0, rule: 'none', evidence: [] }),
};
