/** What frames every exchange: its id, the headers every answer has, the access log and the metric. */
import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';

/** What is known of an exchange while it runs. */
export type Exchange = {
  requestId: string;
  /** `performance.now()` at its begin. */
  startedAt: number;
  /** The pattern, never the address itself, which could hold anything. */
  route: string;
  client: string | undefined;
  /** The problem it ended with. */
  code: string | undefined;
};

/**
 * Ids taken from the caller are UUIDs or 32 hexadecimal digits (a trace id): a free text would reach the log, with
 * whatever somebody put in it.
 */
const acceptedIds = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32})$/i;

/** The answer of an API is data: nothing in it is to be run, framed, guessed at or kept. */
const headers = new Map([
  ['Cache-Control', 'no-store'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Referrer-Policy', 'no-referrer'],
  ['Strict-Transport-Security', 'max-age=31536000'],
  ['X-Content-Type-Options', 'nosniff'],
]);

const exchanges = new WeakMap<Response, Exchange>();

/** The exchange an answer belongs to. */
export function exchangeOf(response: Response): Exchange {
  const exchange = exchanges.get(response);
  if (exchange === undefined) throw new Error('reading the exchange: it was not begun');
  return exchange;
}

/** Begins the exchange, and ends it with one line in the log and one observation. */
export function frameExchanges({ log, metrics }: { log: Log; metrics: Metrics }): RequestHandler {
  return (request, response, next) => {
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && acceptedIds.test(given) ? given : randomUUID();
    const exchange: Exchange = {
      requestId,
      startedAt: performance.now(),
      route: 'unmatched',
      client: undefined,
      code: undefined,
    };
    exchanges.set(response, exchange);
    response.setHeaders(headers).setHeader('X-Request-Id', requestId);
    response.once('close', () => {
      const { route, client, code, startedAt } = exchange;
      const { method } = request;
      // 499: the caller went away before the answer was out.
      const status = response.writableFinished ? response.statusCode : 499;
      const seconds = (performance.now() - startedAt) / 1000;
      metrics.http.observe({ route, method, status: String(status) }, seconds);
      log('http.request', {
        method,
        route,
        status,
        seconds: Math.round(seconds * 1e6) / 1e6,
        requestId,
        ...(client === undefined ? {} : { client }),
        ...(code === undefined ? {} : { code }),
      });
    });
    next();
  };
}
