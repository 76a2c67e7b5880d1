/** The options of `npm start`. */
import { parseArgs } from 'node:util';
import { Problem } from './problem.mjs';

export const startHelp = `npm start [-- <options>]

  --fresh          begin with empty data: deletes what Kafka, MongoDB and the sandbox hold in .data (credentials stay)
  --citizens <n>   how many citizens the sandbox has, 100 to 1000000; SANDBOX_CITIZENS says the same. Without it, as
                   many as last time, 2000 at first. Another number than last time begins with empty data.
  --help           shows this

Ports: HTTP_PORT (8480), OPS_PORT (8481), SANDBOX_PORT (8490), KAFKA_PORT (9392), KAFKA_CONTROLLER_PORT (9393),
MONGODB_PORT (27117). With KAFKA_BROKERS or MONGODB_URI set, those servers are used and none is started here.`;

const fewest = 100;
const most = 1_000_000;

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ fresh: boolean, help: boolean, citizens: number | undefined }} `citizens` only where it was said
 */
export function startOptions(args, env) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: { fresh: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, citizens: { type: 'string' } },
    }));
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : String(error), startHelp.split('\n'));
  }
  const { fresh = false, help = false } = values;
  const text = values.citizens ?? (env['SANDBOX_CITIZENS'] || undefined);
  if (text === undefined) return { fresh, help, citizens: undefined };
  const citizens = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (citizens < fewest || citizens > most) {
    throw new Problem(`Citizens: "${text}" is not a whole number from ${fewest} to ${most}`, startHelp.split('\n'));
  }
  return { fresh, help, citizens };
}
