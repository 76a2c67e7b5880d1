import type { FurtherFeatures, Matcher } from '../../hub/identity/matching/contract.ts';

/** For matchers that compare nothing further. */
export const noFurtherFeatures: FurtherFeatures = {
  names: [],
  residences: [],
  phones: [],
  compared: () => ({ addresses: [], fathers: [], mothers: [] }),
};

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
    others: noFurtherFeatures,
  }),
  blocksOf: () => [],
  judge: () => ({ band: 'new', score: 0, rule: 'none', evidence: [] }),
};
