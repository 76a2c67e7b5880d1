/**
 * `npm run bench [-- mapping | normalise | prefill | matching | seals] [--records N] [--rounds N]`: the hub beside the floors, in
 * one run; for prefill `--citizens N`; for matching `--people N`, `--pairs N`, `--seed N`, and `--learn FILE` to learn rules rather than to measure
 * them.
 */
import { parseArgs } from 'node:util';
import { benchMappings } from './mapping.ts';
import { benchMatching } from './matching.ts';
import { benchNormalise, type NormaliseOptions } from './normalise.ts';
import { benchPrefill } from './prefill.ts';
import { benchSeals } from './seals.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const parts = ['mapping', 'normalise', 'prefill', 'matching', 'seals'] as const;

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
  const lines = ['mapping', 'normalise'].some((part) => wanted.has(part)) ? await measure(servers, wanted) : [];
  if (wanted.has('prefill')) {
    const people = Number(values.citizens);
    say(`Prefill: ${people.toLocaleString('en')} citizens, 50 connections`);
    lines.push(...(await benchPrefill({ ...servers, people }, say)));
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

/** Mapping is measured by itself and as a part of the stage. */
async function measure(options: NormaliseOptions, wanted: ReadonlySet<string>): Promise<string[]> {
  const mapping = wanted.has('mapping') ? benchMappings(say) : [];
  say(`Normalise: ${options.records.toLocaleString('en')} records`);
  const { lines, profile } = await benchNormalise(options, say);
  const shares = wanted.has('mapping') ? await profile() : [];
  return [...mapping, ...lines, ...shares];
}

await main();
