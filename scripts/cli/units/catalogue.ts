/** The catalogue of administrative units as the project has it. */
import { loadUnits } from '../../../hub/catalogues/units.ts';
import { unitsFolder } from '../../../hub/catalogues/unit-files.ts';
import { StartRefused } from '../../../hub/errors.ts';
import type { Units } from '../../../mappings/lib/units/contract.ts';
import { CliError, type CliContext } from '../context.ts';

/** Reads it; a file that is missing or broken is the administrator's to mend. */
export function readCatalogue({ root }: CliContext): Units {
  try {
    return loadUnits(unitsFolder(root));
  } catch (error) {
    if (error instanceof StartRefused) throw new CliError(error.message, `The catalogue is in ${unitsFolder(root)}`);
    throw error;
  }
}
