/** HTTP for the commands: one call, one answer of a known shape, and errors a person can read. */
import type { z } from 'zod';
import { redactCredentials } from '../../config/redact.ts';
import { CliError } from './context.ts';
import { describeProblem } from './problem.ts';
import { parseJson } from './json.ts';

const timeoutMs = 30_000;
const notRunning =
  'Is it running? npm start starts a hub with its sandbox here; LIENTHONG_API and LIENTHONG_TOKEN_ENDPOINT name another.';

/** `doing` names the call in messages ("listing failures"). */
export type Call = {
  doing: string;
  url: string;
  init: RequestInit;
  /** By status of an error answer: what to do about it. */
  hints?: Readonly<Record<number, string>>;
};

/** Reads the answer as the schema says. Throws `CliError`; for an error answer an `ApiError` with its status. */
export async function callJson<T>(call: Call, schema: z.ZodType<T>): Promise<T> {
  const response = await send(call);
  const text = await readText(response, call);
  if (!response.ok) {
    const { status } = response;
    throw new ApiError(call, status, describeProblem(status, text));
  }
  const result = schema.safeParse(parseJson(text));
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => issue.path.join('.') || 'the whole answer').join(', ');
  throw new CliError(
    `${call.doing}: the answer is not of the shape expected (${places})`,
    'This command and the hub may be of different versions.',
  );
}

/** The other side understood and said no. `problem` is what it said. */
export class ApiError extends CliError {
  readonly status: number;
  readonly problem: string;

  constructor(call: Call, status: number, problem: string) {
    super(`${call.doing}: ${problem}`, call.hints?.[status]);
    this.status = status;
    this.problem = problem;
  }
}

async function send({ doing, url, init }: Call): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    throw unreachable(doing, url, error);
  }
}

async function readText(response: Response, { doing, url }: Call): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw unreachable(doing, url, error);
  }
}

function unreachable(doing: string, url: string, error: unknown): CliError {
  const { origin } = new URL(url);
  const why = error instanceof Error && error.name === 'TimeoutError' ? 'no answer in 30 s' : causeOf(error);
  return new CliError(`${doing}: ${String(redactCredentials(origin))} cannot be reached (${why})`, notRunning);
}

/** fetch says only "fetch failed"; what happened stands in its cause. */
function causeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return 'the connection failed';
}
