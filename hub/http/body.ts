/** Reading request bodies: only kinds that are taken, only UTF-8, never more than the limit. */
import express, { type Request, type RequestHandler, type Response } from 'express';
import { ProblemError } from './problems.ts';

const empty = Buffer.alloc(0);

/** `type` without parameters, in lower case, empty if the request names none. */
export type ContentType = { type: string; charset: string | undefined };

/** Takes a Content-Type header apart. */
export function parseContentType(header: string | undefined): ContentType {
  if (header === undefined) return { type: '', charset: undefined };
  const type = (header.split(';', 1)[0] ?? '').trim().toLowerCase();
  return { type, charset: /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(header)?.[1] };
}

/** Throws `unsupported-content-type` unless the body is of one of the kinds taken, in UTF-8. */
export function requireContentType({ type, charset }: ContentType, accepted: readonly string[]): void {
  const isUtf8 = charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset);
  if (isUtf8 && accepted.includes(type)) return;
  const expected = `${accepted.join(' or ')}, in UTF-8`;
  throw new ProblemError('unsupported-content-type', {
    errors: [{ path: 'Content-Type', code: 'not-in-list', expected }],
    headers: { Accept: accepted.join(', ') },
  });
}

/** Reads a body of at most `limit` bytes (unpacked, if it came packed). */
export function bodyReader(limit: number): (request: Request, response: Response) => Promise<Buffer> {
  const read: RequestHandler = express.raw({ type: () => true, limit });
  return (request, response) =>
    new Promise((resolve, reject) => {
      read(request, response, (error: unknown) => {
        const body: unknown = request.body;
        if (error !== undefined) reject(bodyProblem(error, limit));
        else resolve(Buffer.isBuffer(body) ? body : empty);
      });
    });
}

/** The parser's error as a problem; one it does not know is left for `problemFrom` to judge. */
function bodyProblem(error: unknown, limit: number): Error {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') {
    const expected = `at most ${limit} bytes`;
    return new ProblemError('body-too-large', {
      errors: [{ path: '', code: 'body-too-large', expected }],
      cause: error,
    });
  }
  if (type === 'encoding.unsupported') {
    return new ProblemError('unsupported-content-type', {
      errors: [{ path: 'Content-Encoding', code: 'not-in-list', expected: 'identity, gzip, deflate or br' }],
      headers: { 'Accept-Encoding': 'identity, gzip, deflate, br' },
      cause: error,
    });
  }
  return error instanceof Error ? error : new ProblemError('malformed-request', { cause: error });
}
