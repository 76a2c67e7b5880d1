/** Records per second through the real normalise stage, beside floor M on the same records, in turn. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Configuration } from '../../config/schema.ts';
import { describeShares, sharesOf } from './shares.ts';
import { fill, runSide, settings, type Measured, type Servers } from './sides.ts';
import { ratios, show, spread } from './statistics.ts';

export type NormaliseOptions = Servers & { records: number; rounds: number };

/** What `npm run bench` prints. */
export type NormaliseReport = {
  lines: string[];
  ratio: number;
  /** Profiles one more run of the stage over the same records. */
  profile: () => Promise<string[]>;
};

/** Fills a topic once, then lets both sides read it `rounds` times, each time into a new database and group. */
export async function benchNormalise(options: NormaliseOptions, say: (line: string) => void): Promise<NormaliseReport> {
  const run = `bench-${Date.now().toString(36)}`;
  const people = options.records / 2;
  await fill(settings(options, run, 'fill'), { records: options.records, people }, say);
  const figures: Record<'hub' | 'floor', Measured[]> = { hub: [], floor: [] };
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const side of ['hub', 'floor'] as const) {
      const configuration = settings(options, run, `${side}-${round}`);
      const measured = await runSide(side, { configuration, records: options.records });
      figures[side].push(measured);
      say(`  round ${round} ${side}: ${Math.round(rate(measured)).toLocaleString('en')} records/s`);
    }
  }
  const profile = (): Promise<string[]> => profileStage(settings(options, run, 'profile'), options.records);
  return { ...report(figures), profile };
}

/** What the stage spends its time on. Being profiled makes it slower, so this run counts for nothing else. */
async function profileStage(configuration: Configuration, records: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-bench-'));
  try {
    await runSide('hub', { configuration, records, flags: ['--cpu-prof', `--cpu-prof-dir=${folder}`] });
    const [file = ''] = readdirSync(folder);
    return describeShares(sharesOf(readFileSync(join(folder, file), 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const rate = ({ records, seconds }: Measured): number => records / seconds;

function report(figures: Record<'hub' | 'floor', Measured[]>): { lines: string[]; ratio: number } {
  const ratio = spread(ratios(figures.hub.map(rate), figures.floor.map(rate)));
  const line = (name: string, side: Measured[]): string => {
    const cpu = spread(side.map(({ cpuMicros, records }) => cpuMicros / records));
    const memory = spread(side.map(({ memoryMb }) => memoryMb.at(-1) ?? Number.NaN));
    return `${name.padEnd(28)} ${show(spread(side.map(rate))).padStart(26)} records/s   CPU ${show(cpu)} us/record   RSS ${show(memory)} MB`;
  };
  return {
    ratio: ratio.median,
    lines: [
      line('normalise stage', figures.hub),
      line('floor M', figures.floor),
      `ratio, pair by pair           ${show(ratio, 2)} (aim: at least 0.7)`,
    ],
  };
}
