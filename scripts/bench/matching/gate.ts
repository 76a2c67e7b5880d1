/** What the identity gate does with a record that has no authoritative link, over people kept in memory. */
import { unlessCommon } from '../../../hub/identity/partners.ts';
import type { Features, Judgement, Matcher } from '../../../hub/identity/matching/contract.ts';
import { addToGroup } from '../../../mappings/lib/groups.ts';
import type { BenchPeople } from './people.ts';
import type { BenchRecord } from './records.ts';

export type Outcome = {
  /** Whether the person meant was among the candidates. */
  isFound: boolean;
  band: Judgement['band'];
  /** Whether the band is right: the person meant was taken, asked about, or there is none and none was taken. */
  isRight: boolean;
  candidates: number;
};

export type Gate = (record: BenchRecord) => Outcome;

/** Files everybody under their keys; then answers records one by one. */
export function benchGate(people: BenchPeople, matcher: Matcher): Gate {
  const held = (index: number): Features => matcher.featuresOf(people.held(index));
  const blocks = new Map<number, number[]>();
  for (let index = 0; index < people.size; index += 1) {
    for (const key of matcher.blocksOf(held(index))) addToGroup(blocks, key, index);
  }
  return ({ slice, truth }) => {
    const features = matcher.featuresOf([slice]);
    const found = new Set(matcher.blocksOf(features).flatMap((key) => unlessCommon(blocks.get(key))));
    const { band, taken, asked } = decide(matcher, features, { found, held });
    const isRight = taken === undefined ? truth === undefined || asked.includes(truth) : taken === truth;
    return { isFound: truth !== undefined && found.has(truth), band, isRight, candidates: found.size };
  };
}

type Decided = { band: Judgement['band']; taken: number | undefined; asked: readonly number[] };

/** The best candidate is taken if it is `same` and leads every other by the margin; those that may be it are asked about. */
function decide(
  matcher: Matcher,
  record: Features,
  { found, held }: { found: ReadonlySet<number>; held: (index: number) => Features },
): Decided {
  const judged = [...found].map((index) => ({ index, judgement: matcher.judge(record, held(index)) }));
  judged.sort((one, other) => other.judgement.score - one.judgement.score);
  const open = judged.filter(({ judgement }) => judgement.band !== 'new');
  const best = open.find(({ judgement }) => judgement.band === 'same');
  if (best === undefined) {
    return { band: open.length === 0 ? 'new' : 'review', taken: undefined, asked: open.map(({ index }) => index) };
  }
  const rivals = open.filter((each) => each !== best && each.judgement.score > best.judgement.score - matcher.margin);
  return rivals.length === 0
    ? { band: 'same', taken: best.index, asked: [] }
    : { band: 'review', taken: undefined, asked: open.map(({ index }) => index) };
}
