/**
 * What the identity gate asks of matching, and what it is told. Matching is pure: the same two sets of statements give
 * the same judgement whenever and in whatever order they are compared (`judge(a, b)` is `judge(b, a)`).
 */
import type { Address, PartialDate, Relative } from '../../../mappings/canonical/citizen.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import type { PlacedAddress } from './compare-addresses.ts';
import type { ComparedName } from './compare-names.ts';

/** What is compared of one person as one source, or several authoritatively joined, tell of them. */
export type Features = {
  /** Every name stated, by its keys; most often one. */
  names: readonly { text: string; keys: { exact: string; tone: string; plain: string } }[];
  birthDates: readonly PartialDate[];
  sex: 'male' | 'female' | undefined;
  /** Personal numbers stated. Nobody with one is matched to somebody with another, whatever the score. */
  personalNumbers: readonly string[];
  /** Numbers of other kinds, by the canonical field. `paired`: stated together with a personal number by a system whose pairs are authoritative. */
  numbers: readonly { field: string; value: string; paired: boolean }[];
  others: FurtherFeatures;
};

/** What matching compares and nobody else needs. */
export type FurtherFeatures = {
  /** The names, ready to be compared. */
  names: readonly ComparedName[];
  /** Where they live; where they come from is for comparing only. */
  residences: readonly Address[];
  /** Digits only, as dialled within the country. */
  phones: readonly string[];
  /** What no partner is found by: worked out when it is first asked for, since few people are ever compared. */
  compared(): ComparedFeatures;
};

export type ComparedFeatures = {
  /** Residences and origins. */
  addresses: readonly PlacedAddress[];
  fathers: readonly Relative[];
  mothers: readonly Relative[];
};

/** How one field compared: the level reached and what it weighs (bits; negative speaks against). Never the values. */
export type FieldEvidence = { field: string; level: string; weight: number };

export type Judgement = {
  band: 'same' | 'review' | 'new';
  /** Sum of the weights, in bits. */
  score: number;
  /** The rule that decided: `paired-card` and the like where a pair of numbers did, else `scored`. */
  rule: string;
  evidence: readonly FieldEvidence[];
};

export type Matcher = {
  /** Of the rules; told with every judgement kept. */
  version: string;
  /** Two best candidates closer together than this (bits) are a question for a person, not a match. */
  margin: number;
  featuresOf(slices: readonly Slice[]): Features;
  /** Keys under which possible partners are found: 52-bit hashes, so that an index of them is small. */
  blocksOf(features: Features): number[];
  judge(one: Features, other: Features): Judgement;
};
