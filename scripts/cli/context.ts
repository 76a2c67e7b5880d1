/** What every command is given, and how it ends when it cannot do its work. */
import type { z } from 'zod';
import type { Environment } from '../../config/environment.ts';
import type { Mapping } from '../../mappings/contract.ts';
import type { MappingTable } from '../../mappings/tables.ts';

export type CliContext = {
  stdout: (text: string | Uint8Array) => void;
  stderr: (text: string) => void;
  /** All of standard input, for what must not stand on a command line; at a terminal `prompt` is shown first. */
  readInput: (prompt: string) => Promise<string>;
  environment: Environment;
  /** The project's folder. */
  root: string;
  /** Each connector's settings by id, for `lienthong config`. */
  connectors: Record<string, z.ZodType>;
  /** The mappings of the working copy, and what each does, for `lienthong mapping`. */
  mappings: readonly Mapping[];
  mappingTables: readonly MappingTable[];
  now: () => number;
};

/** Something the person at the terminal can understand and mend. `message` is shown as it is, `hint` after it. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
