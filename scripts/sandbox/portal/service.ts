/** The national portal's store over its session interface. */
import { randomUUID } from 'node:crypto';
import { json, problem, type Reply } from '../lib/reply.ts';
import { same } from '../population/authentication.ts';
import { createStore, type Held, type Store } from './store.ts';
import { call, callCodes, itemCodes, login, readCase, readCitizen, services, type ItemResult } from './wire.ts';

export type PortalCredentials = { username: string; password: string; dstcode: string };

export type PortalService = {
  login(destination: string | undefined, body: unknown): Reply;
  call(body: unknown): Reply;
  citizen(personalNumber: string): Held | undefined;
  case(caseCode: string): Held | undefined;
  summary(): { citizens: number; cases: number; pushes: number };
};

const sessionMs = 10 * 60_000;
const maxSessions = 1000;

/** The service with an empty store. `now` in epoch milliseconds. */
export function createPortal(credentials: PortalCredentials, now: () => number): PortalService {
  const sessions = new Map<string, number>();
  const [citizens, cases] = [createStore(now), createStore(now)];
  let pushes = 0;
  return {
    login: (destination, body) => {
      const given = login.safeParse(body);
      const accepted = given.success && isKnown(credentials, { ...given.data, dstcode: destination ?? '' });
      if (!accepted) return json(200, { error_code: callCodes.wrongLogin, message: 'Log-in refused' });
      const session = randomUUID();
      sessions.set(session, now() + sessionMs);
      const oldest = sessions.keys().next().value;
      if (sessions.size > maxSessions && oldest !== undefined) sessions.delete(oldest);
      return json(200, { session, error_code: callCodes.handled, message: '' });
    },
    call: (body) => {
      const given = call.safeParse(body);
      if (!given.success) return refuse(callCodes.shape, 'Not the shape of a call');
      const { session, service, isUpdating, data } = given.data;
      if ((sessions.get(session) ?? 0) <= now()) return refuse(callCodes.session, 'Session unknown or expired');
      if (service === services.citizens) {
        pushes += data.length;
        return handled(data.map((item) => putCitizen(citizens, item)));
      }
      if (service !== services.cases) return refuse(callCodes.service, 'No such service');
      pushes += data.length;
      return handled(data.map((item) => putCase(cases, item, isUpdating)));
    },
    citizen: (personalNumber) => citizens.get(personalNumber),
    case: (caseCode) => cases.get(caseCode),
    summary: () => ({ citizens: citizens.size, cases: cases.size, pushes }),
  };
}

function isKnown(credentials: PortalCredentials, given: PortalCredentials): boolean {
  const matches = [
    same(given.username, credentials.username),
    same(given.password, credentials.password),
    same(given.dstcode, credentials.dstcode),
  ];
  return matches.every(Boolean);
}

function refuse(code: string, message: string): Reply {
  return json(200, { error_code: code, message });
}

function handled(data: ItemResult[]): Reply {
  return json(200, { error_code: callCodes.handled, message: '', data });
}

function putCitizen(store: Store, item: Record<string, unknown>): ItemResult {
  const read = readCitizen(item);
  if ('refusal' in read) return { error_code: itemCodes.refused, message: read.refusal };
  const held = store.version(read.key);
  if (held !== undefined && held >= (read.version ?? 0)) return duplicate();
  store.put(read.key, item, read.version);
  return { error_code: itemCodes.stored, message: '' };
}

function putCase(store: Store, item: Record<string, unknown>, isUpdating: boolean): ItemResult {
  const read = readCase(item);
  if ('refusal' in read) return { error_code: itemCodes.refused, message: read.refusal };
  if (store.has(read.key) && !isUpdating) return duplicate();
  const held = store.version(read.key);
  if (held !== undefined && read.version !== undefined && held >= read.version) return duplicate();
  store.put(read.key, item, read.version);
  return { error_code: itemCodes.stored, message: '' };
}

function duplicate(): ItemResult {
  return { error_code: itemCodes.duplicate, message: 'The same or a newer version is held' };
}

/** What the store holds under a key, for the sandbox's own interface: the item as pushed, and when it came. */
export function shown(held: Held | undefined): Reply {
  if (held === undefined) return problem(404, 'The portal does not hold it');
  const item = typeof held.item === 'object' ? held.item : {};
  return json(200, { ...item, receivedAt: new Date(held.receivedAt).toISOString() });
}
