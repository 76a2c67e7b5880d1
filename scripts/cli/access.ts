/** Where the hub is and as whom it is spoken to: environment variables first, then what `npm start` wrote down. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CliError, type CliContext } from './context.ts';
import { parseJson } from './json.ts';

const sandboxFile = join('.data', 'sandbox.json');

const sandboxSchema = z.object({
  api: z.url(),
  /** Where the sandbox's own interface is; a file by another hand may leave it out. */
  sandbox: z.url().optional(),
  tokenEndpoint: z.url(),
  clients: z.record(z.string(), z.object({ id: z.string().min(1), secret: z.string().min(1) })),
});

type Sandbox = z.infer<typeof sandboxSchema>;

/** Where a command looks for the hub. */
export type HubPlace = Pick<CliContext, 'environment' | 'root'>;

/** A client of the token endpoint. */
export type Client = { tokenEndpoint: string; id: string; secret: string };

/** Base address of the hub's API, without a slash at its end. */
export function apiAddress(context: HubPlace): string {
  const own = context.environment['LIENTHONG_API'] ?? '';
  const address = own === '' ? readSandbox(context)?.api : own;
  if (address === undefined) throw notConfigured('the address of the API', 'LIENTHONG_API');
  if (!URL.canParse(address)) throw new CliError(`LIENTHONG_API is not a URL`, 'Such as http://127.0.0.1:8480.');
  return address.replace(/\/+$/, '');
}

/** Base address of the interface of the sandbox that `npm start` started. */
export function sandboxAddress(context: HubPlace): string {
  const address = readSandbox(context)?.sandbox;
  if (address === undefined) throw new CliError('Not known: the address of the sandbox', 'Run npm start first.');
  return address;
}

/**
 * The client to speak as. LIENTHONG_CLIENT_ID and LIENTHONG_CLIENT_SECRET win over a name, which is one of the
 * sandbox's clients (portal, sector, admin).
 */
export function findClient(context: HubPlace, name: string | undefined): Client {
  const { environment } = context;
  const sandbox = readSandbox(context);
  const ownEndpoint = environment['LIENTHONG_TOKEN_ENDPOINT'] ?? '';
  const tokenEndpoint = ownEndpoint === '' ? sandbox?.tokenEndpoint : ownEndpoint;
  const client = clientOfEnvironment(context) ?? clientOfSandbox(sandbox, name);
  if (tokenEndpoint === undefined) throw notConfigured('the token endpoint', 'LIENTHONG_TOKEN_ENDPOINT');
  if (!URL.canParse(tokenEndpoint)) throw new CliError('LIENTHONG_TOKEN_ENDPOINT is not a URL');
  return { tokenEndpoint, ...client };
}

function clientOfEnvironment({ environment }: HubPlace): Omit<Client, 'tokenEndpoint'> | undefined {
  const id = environment['LIENTHONG_CLIENT_ID'] ?? '';
  const secret = environment['LIENTHONG_CLIENT_SECRET'] ?? '';
  if (id === '' && secret === '') return undefined;
  if (id === '' || secret === '') {
    throw new CliError('LIENTHONG_CLIENT_ID and LIENTHONG_CLIENT_SECRET have to be set together');
  }
  return { id, secret };
}

function clientOfSandbox(sandbox: Sandbox | undefined, name: string | undefined): Omit<Client, 'tokenEndpoint'> {
  const byEnvironment = 'LIENTHONG_CLIENT_ID and LIENTHONG_CLIENT_SECRET';
  if (sandbox === undefined) throw notConfigured('the client to speak as', byEnvironment);
  const known = Object.keys(sandbox.clients).join(', ');
  if (name === undefined) throw new CliError('No client was named', `Known are ${known}; or set ${byEnvironment}.`);
  const client = Object.entries(sandbox.clients).find(([each]) => each === name)?.[1];
  if (client === undefined) throw new CliError(`There is no client "${name}"`, `Known are ${known}.`);
  return client;
}

/** Undefined if `npm start` has not run here. */
function readSandbox({ root }: HubPlace): Sandbox | undefined {
  const text = readIfThere(join(root, sandboxFile));
  if (text === undefined) return undefined;
  const result = sandboxSchema.safeParse(parseJson(text));
  if (result.success) return result.data;
  const paths = result.error.issues.map((issue) => issue.path.join('.') || 'the whole file');
  throw new CliError(`${sandboxFile} is not as npm start writes it (${paths.join(', ')})`, 'Run npm start again.');
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new CliError(`${sandboxFile} cannot be read`, 'It belongs to the user who ran npm start.');
  }
}

function notConfigured(what: string, variable: string): CliError {
  return new CliError(
    `Not known: ${what}`,
    `Run npm start, which writes ${sandboxFile}, or set ${variable} for another hub.`,
  );
}
