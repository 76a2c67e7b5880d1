/** Runs the sandbox from environment variables; prints one JSON line on stdout when it listens. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { credentialsSchema, optionsSchema } from './options.ts';
import { startSandbox } from './sandbox.ts';

function fail(code: string, detail: string): never {
  process.stderr.write(`${JSON.stringify({ error: code, detail })}\n`);
  process.exit(1);
}

function readOptions() {
  const { env } = process;
  const given = {
    host: env['SANDBOX_HOST'],
    port: env['SANDBOX_PORT'],
    citizens: env['SANDBOX_CITIZENS'],
    seed: env['SANDBOX_SEED'],
    eventsPerMinute: env['SANDBOX_EVENTS_PER_MINUTE'],
    dataFolder: env['SANDBOX_DATA'],
    kafkaBrokers: env['SANDBOX_KAFKA_BROKERS'],
    healthTopic: env['SANDBOX_HEALTH_TOPIC'],
    hubUrl: env['SANDBOX_HUB_URL'],
  };
  const options = optionsSchema.safeParse(given);
  return options.success ? options.data : fail('configuration', `reading SANDBOX_*: ${z.prettifyError(options.error)}`);
}

/** The file holds secrets: what is wrong with it is told by path, never by content. */
function readCredentials() {
  const path = process.env['SANDBOX_CREDENTIALS'];
  if (path === undefined) return fail('configuration', 'reading SANDBOX_CREDENTIALS: expected the path of a JSON file');
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return fail('configuration', 'reading SANDBOX_CREDENTIALS: the file cannot be read as JSON');
  }
  const credentials = credentialsSchema.safeParse(value);
  if (credentials.success) return credentials.data;
  return fail('configuration', `reading SANDBOX_CREDENTIALS: ${z.prettifyError(credentials.error)}`);
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
}

const options = readOptions();
const sandbox = await startSandbox({ ...options, credentials: readCredentials() }).catch((error: unknown) =>
  fail('start', `listening on ${options.host}:${String(options.port)} (SANDBOX_PORT): ${codeOf(error)}`),
);
process.stdout.write(`${JSON.stringify({ ready: true, port: sandbox.port })}\n`);

const stop = () => {
  void sandbox.close().then(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// The process that started us is gone.
process.once('disconnect', stop);
