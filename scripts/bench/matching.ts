/** Precision and recall of matching on the sandbox's people, and what it costs. Needs no servers. */
import { writeFileSync } from 'node:fs';
import type { Matcher } from '../../hub/identity/matching/contract.ts';
import { estimateRules } from '../../hub/identity/matching/estimate.ts';
import { loadMatchingRules } from '../../hub/identity/matching/load.ts';
import { createMatcher } from '../../hub/identity/matching/matcher.ts';
import { rulesText } from '../../hub/identity/matching/rules-text.ts';
import { loadUnits } from '../../hub/catalogues/units.ts';
import { comparableUnits } from '../../hub/identity/matching/units.ts';
import { draws } from '../sandbox/lib/random.ts';
import { benchGate, type Outcome } from './matching/gate.ts';
import { benchPeople, type BenchPeople } from './matching/people.ts';
import { duplicateKinds, duplicates, type BenchRecord } from './matching/records.ts';
import { strangerKinds, strangers } from './matching/strangers.ts';

export type MatchingOptions = {
  people: number;
  pairs: number;
  seed: number;
  /** Where to write rules learned from the people instead of judging by the reviewed ones. */
  learn: string | undefined;
};

type Count = { records: number; found: number; same: number; wrong: number; asked: number };
type Say = (line: string) => void;

/** Of people nobody holds, in relation to the pairs. */
const strangersPerPair = 0.5;
const otherSeed = 1_000_003;

/** Judges records of people that are held, and of others who look like them, as the gate would; answers the report. */
export async function benchMatching(options: MatchingOptions, say: Say): Promise<string[]> {
  const people = benchPeople(options.seed, options.people);
  if (options.learn !== undefined) return learn(people, { ...options, file: options.learn }, say);
  const matcher = createMatcher(loadMatchingRules(), comparableUnits(loadUnits()));
  const costs = measureCosts(people, matcher);
  const gate = benchGate(people, matcher);
  say(`  ${options.people.toLocaleString('en')} people are filed under their keys`);
  const others = benchPeople(options.seed + otherSeed, options.people);
  const held = count(duplicates(people, options.pairs), gate);
  const unknown = count(strangers(people, others, Math.round(options.pairs * strangersPerPair)), gate);
  return [`rules ${matcher.version}, seed ${options.seed}`, ...report(held, unknown), ...costs];
}

function count(records: Iterable<BenchRecord>, gate: (record: BenchRecord) => Outcome): Map<string, Count> {
  const counts = new Map<string, Count>();
  for (const record of records) {
    const kind = counts.get(record.kind) ?? { records: 0, found: 0, same: 0, wrong: 0, asked: 0 };
    const { band, isFound, isRight } = gate(record);
    kind.records += 1;
    if (isFound) kind.found += 1;
    if (band === 'same') kind[isRight ? 'same' : 'wrong'] += 1;
    // To be asked about somebody else only is no help.
    if (band === 'review' && isRight) kind.asked += 1;
    counts.set(record.kind, kind);
  }
  return counts;
}

function report(held: ReadonlyMap<string, Count>, unknown: ReadonlyMap<string, Count>): string[] {
  const [pairs, looks] = [total(held), total(unknown)];
  const taken = pairs.same + pairs.wrong + looks.wrong;
  const wrong = pairs.wrong + looks.wrong;
  return [
    row('records of people held', ['pairs', 'in blocks', 'same', 'review', 'missed', 'wrong']),
    ...duplicateKinds.map((kind) => heldRow(kind, held.get(kind))),
    heldRow('all', pairs),
    row('records of people not held', ['records', '', '', 'review', 'new', 'wrong']),
    ...strangerKinds.map((kind) => unknownRow(kind, unknown.get(kind))),
    unknownRow('all', looks),
    `precision of the automatic band   ${(1 - wrong / taken).toFixed(5)} (${wrong} wrong of ${taken}; aim: at least 0.9999)`,
    `recall, automatic                 ${(pairs.same / pairs.records).toFixed(4)}`,
    `recall, with review               ${((pairs.same + pairs.asked) / pairs.records).toFixed(4)} (aim: at least 0.98)`,
  ];
}

const none: Count = { records: 0, found: 0, same: 0, wrong: 0, asked: 0 };

function total(counts: ReadonlyMap<string, Count>): Count {
  const sum = { ...none };
  for (const each of counts.values()) {
    for (const key of ['records', 'found', 'same', 'wrong', 'asked'] as const) sum[key] += each[key];
  }
  return sum;
}

function heldRow(kind: string, { records, found, same, wrong, asked }: Count = none): string {
  return row(`  ${kind}`, [records, found, same, asked, records - same - asked - wrong, wrong]);
}

function unknownRow(kind: string, { records, wrong, asked }: Count = none): string {
  return row(`  ${kind}`, [records, '', '', asked, records - asked - wrong, wrong]);
}

function row(title: string, cells: readonly (string | number)[]): string {
  return title.padEnd(34) + cells.map((cell) => cell.toLocaleString('en').padStart(10)).join('');
}

const measuredPeople = 500;
const measuredRounds = 40;

/** Microseconds for each person's features and keys, and for each judgement, once the code is warm. */
function measureCosts(people: BenchPeople, matcher: Matcher): string[] {
  const slices = Array.from({ length: measuredPeople }, (_, index) => people.held(index));
  const features = slices.map((each) => matcher.featuresOf(each));
  const cost = (work: (index: number) => unknown): string => {
    const once = (): void => {
      for (let index = 0; index < measuredPeople; index += 1) work(index);
    };
    for (let round = 0; round < measuredRounds; round += 1) once();
    const began = process.cpuUsage();
    for (let round = 0; round < measuredRounds; round += 1) once();
    const { user, system } = process.cpuUsage(began);
    return ((user + system) / (measuredPeople * measuredRounds)).toFixed(1);
  };
  const at = (index: number) => features[index % measuredPeople] ?? matcher.featuresOf([]);
  const collect = cost((index) => matcher.featuresOf(slices[index] ?? []));
  const keys = cost((index) => matcher.blocksOf(at(index)));
  const judge = cost((index) => matcher.judge(at(index), at(index + 1)));
  return [`CPU per person: features ${collect} us, keys ${keys} us; per judgement ${judge} us`];
}

/** Learns as `lienthong matching estimate` does, each person held and as one sector's record with an error has them. */
async function learn(
  people: BenchPeople,
  { pairs, seed, file }: { pairs: number; seed: number; file: string },
  say: Say,
): Promise<string[]> {
  const random = draws(seed);
  const learned = await estimateRules({
    people: async function* () {
      const seen = new Set<number>();
      for (const { truth, slice } of duplicates(people, pairs)) {
        if (!seen.has(truth)) yield Promise.resolve([...people.held(truth), slice]);
        seen.add(truth);
      }
    },
    reviewed: loadMatchingRules(),
    units: comparableUnits(loadUnits()),
    random: () => random.unit(),
    onProgress: (step, done) => done % 100_000 === 0 && say(`  ${step}: ${done.toLocaleString('en')}`),
  });
  const [all, others] = [learned.pairs, learned.strangers].map((count) => count.toLocaleString('en'));
  const source = `Learned by \`npm run bench -- matching --learn\` from ${all} pairs of records of one person among the
sandbox's invented people (seed ${seed}, ${people.size.toLocaleString('en')} people) and ${others} pairs of strangers: to be estimated from real people,
by \`npx lienthong matching estimate\`, before real records are matched by it.`;
  writeFileSync(file, rulesText(learned.rules, source));
  return [`learned from ${all} pairs and ${others} pairs of strangers, seed ${seed}: ${file}`];
}
