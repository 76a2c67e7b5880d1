/** Many citizens, three records each, through the normalise stage: memory must not grow with what is in the store. */
import { fill, runSide, settings, type Servers } from './sides.ts';
import { spread } from './statistics.ts';

export type VolumeOptions = Servers & { citizens: number };

const recordsEach = 3;
/** Of the batches, this many parts are compared. */
const parts = 10;
/** The first parts are left out: in them the process grows to the size of its batches. */
const warmUp = 2;

/** Answers the rate, and what the process held at the start, in the middle, at the end and at most. */
export async function benchVolume(options: VolumeOptions, say: (line: string) => void): Promise<string[]> {
  const { citizens } = options;
  const records = citizens * recordsEach;
  const run = `volume-${Date.now().toString(36)}`;
  await fill(settings(options, run, 'fill'), { records, people: citizens }, say);
  const measured = await runSide('hub', { configuration: settings(options, run, 'hub'), records });
  const memory = partsOf(measured.memoryMb);
  const [start = Number.NaN, middle = Number.NaN, end = Number.NaN] = [
    memory[warmUp],
    memory[parts / 2],
    memory[parts - 1],
  ];
  const most = Math.max(...measured.memoryMb);
  const rate = Math.round(measured.records / measured.seconds).toLocaleString('en');
  const cpu = Math.round(measured.cpuMicros / measured.records);
  return [
    `volume                       ${rate} records/s   CPU ${String(cpu)} us/record`,
    `  RSS ${String(start)} MB at the start, ${String(middle)} in the middle, ${String(end)} at the end, ${String(most)} at most`,
    `  start to end: ${((end / start - 1) * 100).toFixed(0)} % (aim: at most 15 %)`,
  ];
}

/** The median of each part of the figures, in order. */
function partsOf(figures: readonly number[]): number[] {
  const at = (part: number): number => Math.floor((part * figures.length) / parts);
  return Array.from({ length: parts }, (_, part) => spread(figures.slice(at(part), at(part + 1))).median);
}
