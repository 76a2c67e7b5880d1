/** Judges whether two are one, by the rules: Fellegi and Sunter's weights, numbers that decide, and what never does. */
import { blockKeys } from './blocks.ts';
import { compare } from './compare.ts';
import type { Features, FieldEvidence, Judgement, Matcher } from './contract.ts';
import { collectFeatures, type PairAuthorities } from './features.ts';
import type { Comparison, NumberField } from './levels.ts';
import type { MatchingRules, NumberRule, Stops } from './rules.ts';
import { createTerms } from './terms.ts';
import type { ComparableUnits } from './units.ts';

/** The weight of a level in bits, and how frequent words it was learned for. */
type Weight = { bits: number; usual: number | undefined };
type Weights = ReadonlyMap<string, Weight>;

/**
 * Makes a matcher of rules that were checked. `units` takes addresses of both eras to the communes of today.
 *
 * What a judgement of two cannot know, its asker has to: whether the best candidate leads the next by `margin`; and
 * whether a number rule found two candidates, since nine-digit card numbers were issued by each province for itself and
 * two people may hold one. Both are questions for a person.
 */
export function createMatcher(rules: MatchingRules, units: ComparableUnits): Matcher {
  const weights = weightsOf(rules);
  const authorities = authoritiesOf(rules);
  const knowledge = { terms: createTerms(rules.terms), units };
  return {
    version: rules.version,
    margin: rules.margin,
    featuresOf: (slices) => collectFeatures(slices, authorities),
    blocksOf: (features) => blockKeys(features, units),
    judge(one, other) {
      const comparisons = compare(one, other, knowledge);
      const evidence = [...comparisons.map((each) => weigh(each, weights, rules.terms.most))];
      evidence.push(...overcounted(evidence, comparisons, rules.joint));
      const score = rounded(evidence.reduce((sum, { weight }) => sum + weight, 0));
      return { ...decide({ one, other, comparisons, score }, rules), score, evidence };
    },
  };
}

function weightsOf({ fields }: MatchingRules): Weights {
  const entries = Object.entries(fields).flatMap(([field, ofLevels]) =>
    Object.entries(ofLevels).map(
      ([level, { m, u, usual }]) => [`${field} ${level}`, { bits: Math.log2(m / u), usual }] as const,
    ),
  );
  return new Map(entries);
}

function authoritiesOf({ numberRules }: MatchingRules): PairAuthorities {
  return new Map(numberRules.map(({ field, pairedBy = [] }): [NumberField, Set<string>] => [field, new Set(pairedBy)]));
}

/** What one level weighs: nothing where a side is silent; more for rarer words than usual, less for more frequent. */
function weigh({ field, level, shared }: Comparison, weights: Weights, most: number): FieldEvidence {
  const { bits, usual } = weights.get(`${field} ${level}`) ?? { bits: 0, usual: undefined };
  const rarity = usual === undefined || shared === undefined ? 0 : Math.log2(usual / shared);
  return { field, level, weight: rounded(bits + Math.min(most, Math.max(-most, rarity))) };
}

/** What several fields say together beyond what they may, as evidence against. */
function overcounted(
  evidence: readonly FieldEvidence[],
  comparisons: readonly Comparison[],
  joint: MatchingRules['joint'],
): FieldEvidence[] {
  return joint.flatMap(({ name, fields, most, explainedBy }) => {
    const isExplained = meets(explainedBy, comparisons);
    const together = evidence.filter(({ field }) => fields.some((each) => each === field));
    const excess = together.reduce((sum, { weight }) => sum + weight, 0) - (isExplained ? 0 : most);
    const level = isExplained ? 'explained' : 'counted-once';
    return excess <= 0 ? [] : [{ field: name, level, weight: rounded(-excess) }];
  });
}

type Compared = { one: Features; other: Features; comparisons: readonly Comparison[]; score: number };

function decide(compared: Compared, rules: MatchingRules): Pick<Judgement, 'band' | 'rule'> {
  const { one, other, comparisons, score } = compared;
  if (one.personalNumbers.length > 0 && other.personalNumbers.length > 0) return byPersonalNumber(one, other);
  const decisive = rules.numberRules.find((rule) => isMet(rule, one, other));
  if (decisive !== undefined) {
    return { band: meets(decisive.stops, comparisons) ? 'review' : 'same', rule: decisive.rule };
  }
  return { band: bandOf(score, comparisons, rules), rule: 'scored' };
}

/** Two who have numbers are one if they have one in common; to join others is for an administrator. */
function byPersonalNumber(one: Features, other: Features): Pick<Judgement, 'band' | 'rule'> {
  const isShared = one.personalNumbers.some((number) => other.personalNumbers.includes(number));
  return { band: isShared ? 'same' : 'new', rule: 'personal-number' };
}

function bandOf(
  score: number,
  comparisons: readonly Comparison[],
  { thresholds, stops }: MatchingRules,
): Judgement['band'] {
  if (score < thresholds.review) return 'new';
  return score < thresholds.same || meets(stops, comparisons) ? 'review' : 'same';
}

function isMet({ field, pairedBy }: NumberRule, one: Features, other: Features): boolean {
  return one.numbers.some(
    (mine) =>
      mine.field === field &&
      other.numbers.some(
        (theirs) =>
          theirs.field === field &&
          theirs.value === mine.value &&
          (pairedBy === undefined || mine.paired || theirs.paired),
      ),
  );
}

function meets(stops: Stops, comparisons: readonly Comparison[]): boolean {
  return comparisons.some(({ field, level }) => stops[field]?.includes(level) === true);
}

/** To a hundredth of a bit, so that what is shown adds up. */
function rounded(bits: number): number {
  return Math.round(bits * 100) / 100;
}
