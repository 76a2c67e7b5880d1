/** `npm run sandbox:reuse [-- --people N --seed N --edits-every N]`: how much declaring the forms save in the sandbox. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { projectRoot } from '../config/root.ts';
import { CliError } from './cli/context.ts';
import { reuseTable } from './sandbox/reuse/table.ts';
import { tryReuse } from './sandbox/reuse/try.ts';

const optionsSchema = z.object({
  people: z.coerce.number().int().min(1).max(1000).default(200),
  seed: z.coerce.number().int().min(0).max(4_294_967_295).default(1),
  'edits-every': z.coerce.number().int().min(1).default(10),
});

const given = { people: { type: 'string' }, seed: { type: 'string' }, 'edits-every': { type: 'string' } } as const;

try {
  const options = optionsSchema.safeParse(parseArgs({ options: given }).values);
  if (!options.success) throw new CliError(z.prettifyError(options.error));
  const { people, seed, 'edits-every': editsEvery } = options.data;
  // Always the sandbox that npm start started: what is filed here has no business in another hub.
  const lines = await tryReuse({ root: projectRoot(), environment: {} }, { people, seed, editsEvery, now: Date.now() });
  process.stdout.write(reuseTable(lines));
} catch (error) {
  if (!(error instanceof Error) || !(error instanceof CliError || error.name === 'TypeError')) throw error;
  process.stderr.write(
    `${error.message}\n${error instanceof CliError && error.hint !== undefined ? `${error.hint}\n` : ''}`,
  );
  process.exitCode = 1;
}
