/** The catalogue of administrative units, read once, for forms and mappings. */
import { projectRoot } from '../../config/root.ts';
import type { Mapping } from '../../mappings/contract.ts';
import { buildUnits } from '../../mappings/lib/units/catalogue.ts';
import type { Units } from '../../mappings/lib/units/contract.ts';
import { readEditions, unitsFolder } from './unit-files.ts';

/** Reads the catalogue (about 25,000 rows). Throws one error that lists every fault of its files. */
export function loadUnits(folder = unitsFolder(projectRoot())): Units {
  return buildUnits(readEditions(folder));
}

/** A mapping with the catalogue in its context, whose parts are named here since copying it takes time per record. */
export function withUnits(mapping: Mapping, units: Units): Mapping {
  return { ...mapping, map: (input, { receivedAt }) => mapping.map(input, { receivedAt, units }) };
}
