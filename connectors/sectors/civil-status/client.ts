/** The two questions the civil status feed answers, authenticated and guarded. */
import type { BreakerState, ConnectorDependencies } from '../../contract.ts';
import { makeHttpClient, type HttpAnswer, type HttpClient } from '../../lib/http.ts';
import { checkAnswer, cutArray, parseJson, readAnswer, type JsonItem } from '../../lib/json.ts';
import type { Lease } from '../../lib/lease.ts';
import { makeTokenLease, withToken } from '../../lib/oauth.ts';
import { makeGuard } from '../../lib/resilience.ts';
import type { CivilStatusSettings } from './config.ts';
import { headAnswer, listMember, pageAnswer, type Head } from './wire.ts';

export const system = 'civil-status';

export type FeedPage = { items: JsonItem[]; next: number | undefined };

export type CivilStatusClient = {
  readonly breaker: BreakerState;
  /** @throws ConnectorError */
  head(signal: AbortSignal): Promise<Head>;
  /** Entries from a sequence (inclusive). @throws ConnectorError */
  page(from: number, signal: AbortSignal): Promise<FeedPage>;
  close(): void;
};

type Ask = { operation: string; path: string };

async function get(
  { baseUrl, http, token }: { baseUrl: string; http: HttpClient; token: Lease<string> },
  { operation, path }: Ask,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return withToken(token, signal, (bearer) =>
    http.send(
      {
        operation,
        method: 'GET',
        url: `${baseUrl.replace(/\/+$/, '')}${path}`,
        headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' },
      },
      signal,
    ),
  );
}

function readPage(answer: HttpAnswer, operation: string): FeedPage {
  const root = parseJson(answer.text);
  const { next } = checkAnswer(root, pageAnswer, { system, operation });
  return { items: cutArray(answer.text, root, listMember) ?? [], next };
}

export function makeCivilStatusClient(
  settings: CivilStatusSettings,
  { now, onAttempt }: ConnectorDependencies,
): CivilStatusClient {
  const http = makeHttpClient({ system, now, settings });
  const guard = makeGuard({ system, settings, onAttempt });
  const token = makeTokenLease({ system, now, http, settings });
  const via = { baseUrl: settings.baseUrl, http, token };
  return {
    get breaker() {
      return guard.breaker;
    },
    head: (signal) => {
      const operation = 'reading feed head';
      return guard.run(operation, signal, async () => {
        const answer = await get(via, { operation, path: '/v1/events/head' }, signal);
        return readAnswer(answer.text, headAnswer, { system, operation });
      });
    },
    page: (from, signal) => {
      const operation = 'reading feed page';
      const query = new URLSearchParams({ from: String(from), limit: String(settings.pageSize) });
      return guard.run(operation, signal, async () => {
        const answer = await get(via, { operation, path: `/v1/events?${query.toString()}` }, signal);
        return readPage(answer, operation);
      });
    },
    close: () => {
      token.close();
      guard.close();
      http.close();
    },
  };
}
