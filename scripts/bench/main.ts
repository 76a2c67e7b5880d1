/**
 * `npm run bench [-- catalogues | mapping | normalise | prefill | matching | seals | volume] [--records N] [--rounds N]`: the
 * hub beside the floors, in one run. Without a name all but the last, which takes minutes (`--citizens N`). For matching
 * `--people N`, `--pairs N`, `--seed N`, and `--learn FILE` to learn rules rather than to measure them.
 */
import { parseArgs } from 'node:util';
import { benchCatalogues } from './catalogues.ts';
import { benchMappings } from './mapping.ts';
import { benchMatching } from './matching.ts';
import { benchNormalise, type NormaliseOptions } from './normalise.ts';
import { benchPrefill } from './prefill.ts';
import { benchSeals } from './seals.ts';
import { benchVolume } from './volume.ts';

const say = (line: string): void =>
  void process.stdout.write(`${line}
`);

/** What is measured unless something is named. */
const parts = ['catalogues', 'mapping', 'normalise', 'prefill', 'matching', 'seals'] as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      records: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '3' },
      people: { type: 'string', default: '150000' },
      pairs: { type: 'string', default: '40000' },
      seed: { type: 'string', default: '11' },
      learn: { type: 'string' },
      citizens: { type: 'string', default: '200000' },
    },
  });
  const { KAFKA_BROKERS: kafka = '', MONGODB_URI: mongodb = '' } = process.env;
  const wanted = new Set(positionals.length === 0 ? parts : positionals);
  say(`${process.version}; each figure below the rounds is minimum / median / maximum of them`);
  const servers = { kafka, mongodb, records: Number(values.records), rounds: Number(values.rounds) };
  const lines = wanted.has('catalogues') ? benchCatalogues() : [];
  if (['mapping', 'normalise', 'prefill'].some((part) => wanted.has(part))) {
    lines.push(...(await measure(servers, wanted)));
  }
  if (wanted.has('volume')) {
    lines.push(...(await benchVolume({ kafka, mongodb, citizens: Number(values.citizens) }, say)));
  }
  if (wanted.has('matching')) {
    const { people, pairs, seed, learn } = values;
    say(`Matching: ${Number(pairs).toLocaleString('en')} pairs among ${Number(people).toLocaleString('en')} people`);
    const sizes = { people: Number(people), pairs: Number(pairs), seed: Number(seed) };
    lines.push(...(await benchMatching({ ...sizes, learn }, say)));
  }
  if (wanted.has('seals')) lines.push(...(await benchSeals(say)));
  say(`\n${lines.join('\n')}`);
}

/**
 * Mapping is measured by itself and as a part of the stage. Prefill is measured on the citizens that a normalise run
 * leaves behind; on its own, a short one.
 */
async function measure(options: NormaliseOptions, wanted: ReadonlySet<string>): Promise<string[]> {
  const mapping = wanted.has('mapping') ? benchMappings(say) : [];
  const isWhole = wanted.has('normalise') || wanted.has('mapping');
  const normaliseOptions = isWhole ? options : { ...options, records: 20_000, rounds: 1 };
  const { records } = normaliseOptions;
  say(`Normalise: ${records.toLocaleString('en')} records`);
  const { lines, database, topicPrefix, profile } = await benchNormalise(normaliseOptions, say);
  const shares = wanted.has('mapping') ? await profile() : [];
  const stage = isWhole ? [...mapping, ...lines, ...shares] : [];
  if (!wanted.has('prefill')) return stage;
  const people = records / 2;
  say(`Prefill: ${people.toLocaleString('en')} citizens, 50 connections`);
  const prefill = await benchPrefill({ ...options, database, topicPrefix, people }, say);
  return [...stage, ...prefill.lines];
}

await main();
