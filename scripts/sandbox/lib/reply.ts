/** What the sandbox's systems answer with, before any fault is applied to it. */

export type Reply = {
  status: number;
  contentType: string;
  body: string | Buffer;
  headers?: Record<string, string>;
};

/** One thing wrong with a request to the sandbox itself. */
export type RequestFault = { path: string; code: string; expected: string };

const titles: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  413: 'The request is too large',
  422: 'The request is not acceptable',
  500: 'Internal error',
  503: 'Temporarily unavailable',
};

/** A JSON answer. */
export function json(status: number, value: unknown): Reply {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

/** An RFC 9457 problem that names every fault. */
export function problem(status: number, detail: string, faults: readonly RequestFault[] = []): Reply {
  const body = {
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    detail,
    ...(faults.length === 0 ? {} : { faults }),
  };
  return { status, contentType: 'application/problem+json; charset=utf-8', body: JSON.stringify(body) };
}

/** A plain-text answer. */
export function text(status: number, body: string): Reply {
  return { status, contentType: 'text/plain; charset=utf-8', body };
}

/** Thrown by the control interface to answer with a problem. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: 400 | 404 | 422;
  readonly faults: readonly RequestFault[];

  constructor(status: 400 | 404 | 422, detail: string, faults: readonly RequestFault[] = []) {
    super(detail);
    this.status = status;
    this.faults = faults;
  }
}
