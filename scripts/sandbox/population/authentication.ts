/** Basic and Timestamp authentication of the population database. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export type PopulationCredentials = { user: string; secret: string; apiKey: string; xRoadClient: string };

const toleranceMs = 300_000;

/**
 * Checks the headers of a call to `url`, the full address as the client knows it. Answers what is wrong, or undefined.
 * A client tells a wrong clock from wrong credentials by the Date header of the answer.
 */
export function authenticate(
  headers: IncomingHttpHeaders,
  url: string,
  at: { credentials: PopulationCredentials; now: number },
): string | undefined {
  const { credentials, now } = at;
  const timestamp = single(headers['timestamp']);
  if (!/^\d{1,15}$/.test(timestamp)) return 'Timestamp missing or not epoch milliseconds';
  if (!same(single(headers['apikey']), credentials.apiKey)) return 'ApiKey not accepted';
  const digest = createHash('sha256')
    .update(`${url}${credentials.user}${timestamp}${credentials.secret}`)
    .digest('hex');
  const expected = `Basic ${Buffer.from(`${credentials.user}:${digest}`).toString('base64')}`;
  if (!same(headers.authorization ?? '', expected)) return 'Authorization not accepted';
  if (Math.abs(now - Number(timestamp)) > toleranceMs) return 'Timestamp too far from the time here';
  return undefined;
}

/** Compares in constant time. */
export function same(given: string, expected: string): boolean {
  const hash = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

/** A header that must stand at most once; empty if it is missing. */
export function single(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : '';
}
