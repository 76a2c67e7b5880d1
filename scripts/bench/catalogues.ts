/** What the catalogues cost a process: read once at its start, and held as long as it runs. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadUnits } from '../../hub/catalogues/units.ts';
import { loadMatchingRules } from '../../hub/identity/matching/load.ts';
import { createMatcher } from '../../hub/identity/matching/matcher.ts';
import { comparableUnits } from '../../hub/identity/matching/units.ts';

/** One line. Whoever calls this before anything has used the catalogues measures a first start. */
export function benchCatalogues(): string[] {
  const held = heldMb();
  const began = process.cpuUsage();
  const units = loadUnits();
  const matcher = createMatcher(loadMatchingRules(), comparableUnits(units));
  const { user, system } = process.cpuUsage(began);
  const seconds = (user + system) / 1e6;
  const megabytes = heldMb() - held;
  const rows = units.editions.reduce((sum, { id }) => sum + units.rows(id).length, 0);
  const what = `${rows.toLocaleString('en')} units, matching rules ${matcher.version}`;
  return [
    `catalogues                   ${seconds.toFixed(2)} s of the processor to read, ${megabytes.toFixed(0)} MB held (aim: under 1 s and 60 MB; ${what})`,
  ];
}

/** What is held after all garbage is gone. */
function heldMb(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}
