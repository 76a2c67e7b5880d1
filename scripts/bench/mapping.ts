/** Records per second through each mapping by itself, on one core: its ordinary cases, over and over. */
import { projectRoot } from '../../config/root.ts';
import type { Mapping, MappingInput } from '../../mappings/contract.ts';
import { mappings, mappingTables } from '../../mappings/registry.ts';
import type { MappingTable } from '../../mappings/tables.ts';
import { casesReceivedAt, readCase } from '../cli/mapping-cases.ts';
import { show, spread } from './statistics.ts';

const recordsPerRound = 20_000;
const rounds = 7;

/** One line per mapping. The processor's time is counted, not the clock's, so that others on the machine matter less. */
export function benchMappings(say: (line: string) => void): string[] {
  say(`Mappings: ${String(rounds)} rounds of ${recordsPerRound.toLocaleString('en')} records each`);
  return mappingTables.map((table) => {
    const mapping = mappings.find(({ id }) => id === table.id);
    if (mapping === undefined) throw new Error(`benchmarking mappings: there is no mapping ${table.id}`);
    const inputs = inputsOf(table);
    runRound(mapping, inputs);
    const micros = Array.from({ length: rounds }, () => runRound(mapping, inputs));
    const rates = spread(micros.map((each) => 1_000_000 / each));
    const length = inputs.reduce((sum, { body }) => sum + body.length, 0) / inputs.length;
    const what = `(${String(inputs.length)} cases of ${Math.round(length).toLocaleString('en')} characters)`;
    return `${`mapping ${mapping.id}`.padEnd(28)} ${show(rates).padStart(26)} records/s per core   CPU ${show(spread(micros), 1)} us/record ${what}`;
  });
}

function inputsOf({ id, type, examples }: MappingTable): MappingInput[] {
  return examples.map((name) => ({ type, operation: 'upsert', ...readCase(projectRoot(), id, name) }));
}

/** Microseconds of the processor per record. */
function runRound(mapping: Mapping, inputs: readonly MappingInput[]): number {
  const context = { receivedAt: casesReceivedAt };
  const began = process.cpuUsage();
  for (let done = 0; done < recordsPerRound;) {
    for (const input of inputs) {
      if (!mapping.map(input, context).ok) throw new Error(`benchmarking mappings: ${mapping.id} refuses its example`);
      done += 1;
    }
  }
  const { user, system } = process.cpuUsage(began);
  return (user + system) / (Math.ceil(recordsPerRound / inputs.length) * inputs.length);
}
