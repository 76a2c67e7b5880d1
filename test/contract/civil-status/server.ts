/** Civil status and its token endpoint, played by nock. */
import nock from 'nock';
import { sent } from '../lib/played.ts';
import { event, headAnswer, pageAnswer, type PlayedEvent } from './wire.ts';

const host = 'https://civil-status.invalid';

export const settings = {
  baseUrl: `${host}/civil-status/`,
  tokenEndpoint: `${host}/oauth/token`,
  clientId: 'hub',
  clientSecret: 'quiet secret',
  resource: 'urn:sandbox:civil-status',
  scope: 'feed',
};

export type PlayedCivilStatus = {
  /** By sequence from 1 on; a text is sent as it is. */
  events: (PlayedEvent | string)[];
  headRecordedAt: string;
  /** Changes the order or number of the entries of a page. */
  disturb: (entries: string[]) => string[];
  /** What a page says of the next sequence, given what is true. */
  next: (truth: number) => number | undefined;
  tokens: number;
  /** Makes all tokens given out so far worthless. */
  revoke: () => void;
  /** Life of the tokens given out, in seconds. */
  tokenLife: number;
};

/** Starts playing; the state can be changed while it plays. */
export function playCivilStatus(): PlayedCivilStatus {
  let valid = new Set<string>();
  const state: PlayedCivilStatus = {
    events: [],
    headRecordedAt: '2026-03-01T01:00:00.000Z',
    disturb: (entries) => entries,
    next: (truth) => truth,
    tokens: 0,
    revoke: () => {
      valid = new Set();
    },
    tokenLife: 600,
  };
  const isAuthentic = (headers: Record<string, string>) => valid.has((headers['authorization'] ?? '').slice(7));
  nock(host)
    .persist()
    .post('/oauth/token', (body: Record<string, string>) => body['grant_type'] === 'client_credentials')
    .basicAuth({ user: settings.clientId, pass: 'quiet+secret' })
    .reply((_uri, body) => {
      if (!sent(body).includes('resource=urn%3Asandbox%3Acivil-status')) return [400, { error: 'invalid_target' }];
      state.tokens += 1;
      valid.add(`token-${String(state.tokens)}`);
      const token = {
        access_token: `token-${String(state.tokens)}`,
        token_type: 'Bearer',
        expires_in: state.tokenLife,
      };
      return [200, token];
    });
  nock(host)
    .persist()
    .get('/civil-status/v1/events/head')
    .reply(function () {
      if (!isAuthentic(this.req.headers)) return [401, '', { date: new Date().toUTCString() }];
      return [200, headAnswer(state.events.length, state.headRecordedAt), { 'content-type': 'application/json' }];
    });
  nock(host)
    .persist()
    .get('/civil-status/v1/events')
    .query(true)
    .reply(function (uri) {
      if (!isAuthentic(this.req.headers)) return [401, '', { date: new Date().toUTCString() }];
      const query = new URL(uri, host).searchParams;
      const from = Number(query.get('from'));
      const entries = state.events.slice(from - 1, from - 1 + Number(query.get('limit')));
      const texts = entries.map((entry) => (typeof entry === 'string' ? entry : event(entry)));
      return [200, pageAnswer(state.disturb(texts), state.next(from + entries.length))];
    });
  return state;
}
