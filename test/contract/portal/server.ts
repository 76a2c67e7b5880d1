/** The national portal's store, played by nock. */
import nock from 'nock';
import { z } from 'zod';
import { itemShape, refusal, services } from './wire.ts';

const host = 'https://portal.invalid';

export const settings = {
  baseUrl: `${host}/dvcqg`,
  username: 'hub',
  password: 'quiet',
  destinationCode: 'VN:GOV:1',
};

export type PlayedPortal = {
  stored: Map<string, number>;
  logins: number;
  calls: number;
  /** Ends all sessions. */
  endSessions: () => void;
  /** Session ids accepted by nobody: every login is worthless at once. */
  sessionsDieAtOnce: boolean;
  /** Top-level code to answer the next calls with. */
  failWith: string | undefined;
  /** Message of a refusal. */
  refusal: string;
};

const login = z.object({ username: z.string(), password: z.string() });
const call = z.object({ session: z.string(), service: z.string(), isUpdating: z.boolean(), data: z.array(itemShape) });

function store(item: z.infer<typeof itemShape>, state: PlayedPortal) {
  if (!item.isAcceptable) return { error_code: '2', message: state.refusal };
  const held = state.stored.get(item.key);
  if (held !== undefined && held >= item.version) return { error_code: 1, message: '' };
  state.stored.set(item.key, item.version);
  return { error_code: '0', message: '' };
}

function serve(body: unknown, sessions: ReadonlySet<string>, state: PlayedPortal) {
  const request = call.parse(body);
  state.calls += 1;
  if (!sessions.has(request.session)) return { error_code: '-2', message: '' };
  if (state.failWith !== undefined) return { error_code: state.failWith, message: '' };
  if (!Object.values(services).includes(request.service)) return { error_code: '-3', message: '' };
  if (request.data.length > 100) return { error_code: '-4', message: '' };
  return { error_code: '0', message: '', data: request.data.map((item) => store(item, state)) };
}

/** Starts playing; the state can be changed while it plays. */
export function playPortal(): PlayedPortal {
  let sessions = new Set<string>();
  const state: PlayedPortal = {
    stored: new Map(),
    logins: 0,
    calls: 0,
    endSessions: () => {
      sessions = new Set();
    },
    sessionsDieAtOnce: false,
    failWith: undefined,
    refusal,
  };
  nock(host)
    .persist()
    .post('/dvcqg/login')
    .matchHeader('dstcode', settings.destinationCode)
    .reply((_uri, body) => {
      const { username, password } = login.parse(body);
      if (username !== settings.username || password !== settings.password) return [200, { error_code: '-1' }];
      state.logins += 1;
      const session = `session-${String(state.logins)}`;
      if (!state.sessionsDieAtOnce) sessions.add(session);
      return [200, { session, error_code: '0', message: '' }];
    });
  nock(host)
    .persist()
    .post('/dvcqg/services')
    .reply((_uri, body) => [200, serve(body, sessions, state)]);
  return state;
}
