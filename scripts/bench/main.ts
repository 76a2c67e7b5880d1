/**
 * `npm run bench [-- catalogues | mapping | normalise | prefill | matching | seals | volume] [--records N] [--rounds N]`:
 * the hub beside the floors, in one run. Without a name all but the last, which takes minutes. For prefill and volume
 * `--citizens N`; for matching `--people N`, `--pairs N`, `--seed N`, and `--learn FILE` to learn rules rather than to
 * measure them.
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
      citizens: { type: 'string', default: '200000' },
      people: { type: 'string', default: '150000' },
      pairs: { type: 'string', default: '40000' },
      seed: { type: 'string', default: '11' },
      learn: { type: 'string' },
    },
  });
  const { KAFKA_BROKERS: kafka = '', MONGODB_URI: mongodb = '' } = process.env;
  const wanted = new Set(positionals.length === 0 ? parts : positionals);
  say(`${process.version}; each figure below the rounds is minimum / median / maximum of them`);
  const servers = { kafka, mongodb, records: Number(values.records), rounds: Number(values.rounds) };
  const lines = wanted.has('catalogues') ? benchCatalogues() : [];
  if (['mapping', 'normalise'].some((part) => wanted.has(part))) lines.push(...(await measure(servers, wanted)));
  lines.push(...(await measureStores(servers, Number(values.citizens), wanted)));
  if (wanted.has('matching')) {
    const { people, pairs, seed, learn } = values;
    say(`Matching: ${Number(pairs).toLocaleString('en')} pairs among ${Number(people).toLocaleString('en')} people`);
    const sizes = { people: Number(people), pairs: Number(pairs), seed: Number(seed) };
    lines.push(...(await benchMatching({ ...sizes, learn }, say)));
  }
  if (wanted.has('seals')) lines.push(...(await benchSeals(say)));
  say(`\n${lines.join('\n')}`);
}

/** Mapping is measured by itself and as a part of the stage. */
async function measure(options: NormaliseOptions, wanted: ReadonlySet<string>): Promise<string[]> {
  const mapping = wanted.has('mapping') ? benchMappings(say) : [];
  say(`Normalise: ${options.records.toLocaleString('en')} records`);
  const { lines, profile } = await benchNormalise(options, say);
  const shares = wanted.has('mapping') ? await profile() : [];
  return [...mapping, ...lines, ...shares];
}

/** What is measured over a store of many citizens. */
async function measureStores(
  servers: NormaliseOptions,
  citizens: number,
  wanted: ReadonlySet<string>,
): Promise<string[]> {
  const lines: string[] = [];
  if (wanted.has('prefill')) {
    say(`Prefill: ${citizens.toLocaleString('en')} citizens, 50 connections`);
    lines.push(...(await benchPrefill({ ...servers, people: citizens }, say)));
  }
  if (wanted.has('volume')) lines.push(...(await benchVolume({ ...servers, citizens }, say)));
  return lines;
}

await main();
