import { loadUnits, withUnits } from '../../hub/catalogues/units.ts';
import type { Mapping } from '../../mappings/contract.ts';
import type { MappingTable } from '../../mappings/tables.ts';
import { CliError, type CliContext } from './context.ts';

/** The mapping a person names by its system, with the catalogue of units it reads by. Throws `CliError`. */
export function findMapping({ mappings }: CliContext, id: string): Mapping {
  const mapping = mappings.find((each) => each.id === id);
  if (mapping !== undefined) return withUnits(mapping, loadUnits());
  throw new CliError(`There is no mapping "${id}"`, `Known are ${mappings.map((each) => each.id).join(', ')}.`);
}

/** What a mapping says that it does; nothing, where it has no table yet. */
export function findTable({ mappingTables }: CliContext, id: string): Pick<MappingTable, 'type' | 'rules'> {
  return mappingTables.find((each) => each.id === id) ?? { type: id, rules: [] };
}
