/** The civil status interface: a bearer token, then the feed by sequence. */
import { json, problem, type Reply } from '../lib/reply.ts';
import type { Feed } from './feed.ts';
import { headJson, pageJson } from './wire.ts';

const maxLimit = 500;

/** What a token is found to be. */
export type TokenCheck = (authorization: string | undefined) => Promise<'accepted' | 'refused' | 'insufficient'>;

export type FeedQuery = { from: unknown; limit: unknown };

export type CivilStatusService = {
  events(authorization: string | undefined, query: FeedQuery): Promise<Reply>;
  head(authorization: string | undefined): Promise<Reply>;
};

/** The service; `disturb` repeats or shuffles the entries of a page when such a fault is set. */
export function createCivilStatus(options: {
  feed: Feed;
  checkToken: TokenCheck;
  disturb: (entries: string[]) => string[];
}): CivilStatusService {
  const { feed, checkToken, disturb } = options;
  const authorised = async (authorization: string | undefined, answer: () => Reply): Promise<Reply> => {
    const check = await checkToken(authorization);
    if (check === 'accepted') return answer();
    const error = check === 'refused' ? 'invalid_token' : 'insufficient_scope';
    const challenge = authorization === undefined ? 'Bearer' : `Bearer error="${error}"`;
    const status = check === 'refused' ? 401 : 403;
    return {
      ...problem(status, 'A bearer token with scope feed is needed'),
      headers: { 'WWW-Authenticate': challenge },
    };
  };
  return {
    events: (authorization, query) => authorised(authorization, () => events(feed, query, disturb)),
    head: (authorization) =>
      authorised(authorization, () => {
        const { sequence, recordedAt } = feed.head();
        return { ...json(200, null), body: headJson(sequence, recordedAt) };
      }),
  };
}

function events(feed: Feed, query: FeedQuery, disturb: (entries: string[]) => string[]): Reply {
  const [from, limit] = [whole(query.from, 1), whole(query.limit, maxLimit)];
  const faults = [];
  if (from === undefined) faults.push({ path: 'from', code: 'not-a-sequence', expected: 'a whole number from 0' });
  if (limit === undefined || limit < 1 || limit > maxLimit) {
    faults.push({ path: 'limit', code: 'out-of-range', expected: `a whole number from 1 to ${String(maxLimit)}` });
  }
  if (from === undefined || limit === undefined || faults.length > 0)
    return problem(400, 'The query is not acceptable', faults);
  const first = Math.max(1, from);
  const entries = feed.read(first, limit);
  return { ...json(200, null), body: pageJson(disturb(entries), first + entries.length) };
}

function whole(value: unknown, otherwise: number): number | undefined {
  if (value === undefined) return otherwise;
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
