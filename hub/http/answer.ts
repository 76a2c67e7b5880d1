/** Writing answers and problems. */
import type { Request, Response } from 'express';
import { classify } from '../errors.ts';
import { TokenError } from '../security/token-error.ts';
import { faultsIn } from './expectations.ts';
import type { Answer } from './operation.ts';
import { languageHeaders, problemBase, ProblemError, problems, type Language, type ProblemCode } from './problems.ts';

/** Writes a JSON answer. */
export function sendAnswer(response: Response, { status, body, headers }: Answer): void {
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  sendJson(response, { status, contentType: 'application/json; charset=utf-8', body });
}

/** The language the caller prefers; English if they do not say. */
export function languageOf(request: Request): Language {
  return request.acceptsLanguages('en', 'vi') === 'vi' ? 'vi' : 'en';
}

/** Writes a problem, in the language the caller prefers. */
export function sendProblem(request: Request, response: Response, problem: ProblemError, requestId: string): void {
  const language = languageOf(request);
  for (const [name, value] of Object.entries({ ...headersOf(problem), ...languageHeaders(language) }))
    response.setHeader(name, value);
  sendJson(response, {
    status: problems[problem.code].status,
    contentType: 'application/problem+json; charset=utf-8',
    body: problemBody(problem, { requestId, language }),
  });
}

/** The body of a problem, its title and faults in that language. */
function problemBody(
  { code, details }: ProblemError,
  { requestId, language }: { requestId: string; language: Language },
): Record<string, unknown> {
  const { status } = problems[code];
  const { detail, errors, extensions } = details;
  return {
    type: problemBase + code,
    title: problems[code][language],
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors: faultsIn(language, errors) }),
    requestId,
    ...extensions,
  };
}

function sendJson(
  response: Response,
  { status, contentType, body }: { status: number; contentType: string; body: unknown },
): void {
  const text = JSON.stringify(body);
  response.statusCode = status;
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Length', Buffer.byteLength(text));
  // As text it goes out in one write with the headers.
  response.end(text);
}

/** Seconds after which trying again makes sense when a server of ours is away. */
const retryAfter = '5';

function headersOf({ code, details }: ProblemError): Record<string, string> {
  const { status } = problems[code];
  return {
    ...(status === 503 ? { 'Retry-After': retryAfter } : {}),
    ...(status === 401 ? { 'WWW-Authenticate': challenge(code) } : {}),
    ...details.headers,
  };
}

/** By RFC 6750, section 3: a request without a token is told only that one is needed. */
function challenge(code: ProblemCode): string {
  const realm = 'Bearer realm="lienthong"';
  return code === 'token-missing'
    ? realm
    : `${realm}, error="invalid_token", error_description="${problems[code].en.replaceAll('’', "'")}"`;
}

/** Total: whatever was thrown becomes a problem; a stranger becomes `internal-error`. */
export function problemFrom(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof TokenError) return new ProblemError(error.code, { cause: error });
  if (isClientFault(error)) return new ProblemError('malformed-request', { cause: error });
  const { code } = classify(error);
  if (code === 'store-unavailable' || code === 'write-conflict') {
    return new ProblemError('store-unavailable', { cause: error });
  }
  if (code === 'kafka-unavailable') return new ProblemError('broker-unavailable', { cause: error });
  return new ProblemError('internal-error', { cause: error });
}

/** Express and its parsers mark what the request is to blame for by a status of 4xx. */
function isClientFault(error: unknown): boolean {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return false;
  return error.status >= 400 && error.status < 500 && !('disposition' in error);
}
