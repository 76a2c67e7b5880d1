/** Calls to the national portal within a login session, guarded. */
import type { BreakerState, ConnectorDependencies } from '../contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../errors.ts';
import { makeHttpClient, type HttpClient } from '../lib/http.ts';
import { readAnswer } from '../lib/json.ts';
import { makeLease, type Lease } from '../lib/lease.ts';
import { makeGuard } from '../lib/resilience.ts';
import type { PortalSettings } from './config.ts';
import { loginAnswer, loginHeaders, serviceAnswer, writeLogin, writeUpsert, type ItemAnswer } from './wire.ts';

export const system = 'portal';

/** A session has no stated end; it is used until the portal says that it is over. */
const untilRefused = Number.POSITIVE_INFINITY;

/** An object, so that two sessions are never mistaken for one another, whatever the portal calls them. */
type Session = { id: string };

type Upsert = { service: string; items: readonly unknown[] };

export type PortalClient = {
  readonly breaker: BreakerState;
  /** Logs in anew. @throws ConnectorError */
  login(signal: AbortSignal): Promise<void>;
  /** Sends items to a service; answers one answer per item, in order. @throws ConnectorError */
  upsert(upsert: Upsert, signal: AbortSignal): Promise<ItemAnswer[]>;
  close(): void;
};

type Context = { settings: PortalSettings; http: HttpClient };

function post(
  { settings, http }: Context,
  call: { operation: string; path: string; body: string },
  signal: AbortSignal,
) {
  const isLogin = call.path === '/login';
  return http.send(
    {
      operation: call.operation,
      method: 'POST',
      url: `${settings.baseUrl.replace(/\/+$/, '')}${call.path}`,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(isLogin ? loginHeaders(settings.destinationCode) : {}),
      },
      body: call.body,
    },
    signal,
  );
}

async function logIn(context: Context, signal: AbortSignal): Promise<Session> {
  const operation = 'logging in';
  const { username, password, errorCodes } = context.settings;
  const answer = await post(context, { operation, path: '/login', body: writeLogin(username, password) }, signal);
  const { session, code } = readAnswer(answer.text, loginAnswer, { system, operation });
  if (code === errorCodes.wrongLogin) throw new ConnectorError('wrong-credentials', { system, operation });
  if (session === undefined || code !== errorCodes.handled) {
    throw new ConnectorError('upstream-error', { system, operation });
  }
  return { id: session };
}

const sending = 'pushing items';

function codeOfCall(code: string, codes: PortalSettings['errorCodes']): ConnectorErrorCode {
  if (code === codes.unknownService) return 'wrong-address';
  return code === codes.wrongShape ? 'refused' : 'upstream-error';
}

/** One call in a session; 'session-lost' if the portal does not know the session any more. */
async function send(context: Context, upsert: Upsert & { session: Session }, signal: AbortSignal) {
  const { errorCodes } = context.settings;
  const { service, items, session } = upsert;
  const body = writeUpsert({ session: session.id, service, items });
  const answer = await post(context, { operation: sending, path: '/services', body }, signal);
  const result = readAnswer(answer.text, serviceAnswer, { system, operation: sending });
  const failed = (code: ConnectorErrorCode) => new ConnectorError(code, { system, operation: sending });
  if (result.code === errorCodes.sessionLost) return 'session-lost';
  if (result.code !== errorCodes.handled) throw failed(codeOfCall(result.code, errorCodes));
  if (result.items.length !== items.length) throw failed('malformed-answer');
  return result.items;
}

/** Sends, and logs in again if the session has died: once. */
async function sendInSession(
  context: Context & { sessions: Lease<Session> },
  upsert: Upsert,
  signal: AbortSignal,
): Promise<ItemAnswer[]> {
  for (const isLast of [false, true]) {
    const session = await context.sessions.get(signal);
    const items = await send(context, { ...upsert, session }, signal);
    if (items !== 'session-lost') return items;
    context.sessions.drop(session);
    if (isLast) break;
  }
  throw new ConnectorError('session-lost', { system, operation: sending });
}

export function makePortalClient(settings: PortalSettings, { now, onAttempt }: ConnectorDependencies): PortalClient {
  const http = makeHttpClient({ system, now, settings });
  const guard = makeGuard({ system, settings, onAttempt });
  const sessions = makeLease<Session>({
    now,
    obtain: async (signal) => ({ value: await logIn({ settings, http }, signal), validUntil: untilRefused }),
  });
  return {
    get breaker() {
      return guard.breaker;
    },
    login: async (signal) => {
      await guard.run('logging in', signal, () => logIn({ settings, http }, signal));
    },
    upsert: (upsert, signal) =>
      guard.run(sending, signal, () => sendInSession({ settings, http, sessions }, upsert, signal)),
    close: () => {
      sessions.close();
      guard.close();
      http.close();
    },
  };
}
