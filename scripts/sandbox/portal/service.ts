/** The national portal's store over its session interface. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { HeldItem, Journal } from '../control/journal.ts';
import { json, problem, type Reply } from '../lib/reply.ts';
import { same } from '../population/authentication.ts';
import { createStore, type Held, type Store } from './store.ts';
import {
  call,
  callCodes,
  itemCodes,
  login,
  readCase,
  readCitizen,
  services,
  type Accepted,
  type ItemResult,
} from './wire.ts';

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

type Stores = Record<HeldItem['kind'], Store>;

/** The service, holding what the journal says it took. `now` in epoch milliseconds. */
export function createPortal(credentials: PortalCredentials, now: () => number, journal: Journal): PortalService {
  const sessions = new Map<string, number>();
  const stores: Stores = { citizen: createStore(), case: createStore() };
  for (const { kind, key, ...held } of journal.items()) stores[kind].put(key, { version: undefined, ...held });
  let pushes = 0;
  const push = (kind: HeldItem['kind'], given: z.infer<typeof call>) => {
    pushes += given.data.length;
    const { results, taken } = take(stores[kind], { kind, receivedAt: now() }, given);
    journal.took(taken);
    return json(200, { error_code: callCodes.handled, message: '', data: results });
  };
  return {
    login: (destination, body) => {
      const given = login.safeParse(body);
      const accepted = given.success && isKnown(credentials, { ...given.data, dstcode: destination ?? '' });
      if (!accepted) return refuse(callCodes.wrongLogin, 'Log-in refused');
      return json(200, {
        session: openSession(sessions, now() + sessionMs),
        error_code: callCodes.handled,
        message: '',
      });
    },
    call: (body) => {
      const given = call.safeParse(body);
      if (!given.success) return refuse(callCodes.shape, 'Not the shape of a call');
      if ((sessions.get(given.data.session) ?? 0) <= now())
        return refuse(callCodes.session, 'Session unknown or expired');
      if (given.data.service === services.citizens) return push('citizen', given.data);
      if (given.data.service === services.cases) return push('case', given.data);
      return refuse(callCodes.service, 'No such service');
    },
    citizen: (personalNumber) => stores.citizen.get(personalNumber),
    case: (caseCode) => stores.case.get(caseCode),
    summary: () => ({ citizens: stores.citizen.size, cases: stores.case.size, pushes }),
  };
}

/** Puts what is new into the store; answers a result per item, and what was put. */
function take(store: Store, as: Pick<HeldItem, 'kind' | 'receivedAt'>, { data, isUpdating }: z.infer<typeof call>) {
  const taken: HeldItem[] = [];
  const results = data.map((item): ItemResult => {
    const read = as.kind === 'citizen' ? readCitizen(item) : readCase(item);
    if ('refusal' in read) return { error_code: itemCodes.refused, message: read.refusal };
    const insertOnly = as.kind === 'case' && !isUpdating;
    if ((insertOnly && store.has(read.key)) || isOld(store, read)) return duplicate();
    store.put(read.key, { version: read.version, receivedAt: as.receivedAt, item });
    taken.push({ ...as, ...read, item });
    return { error_code: itemCodes.stored, message: '' };
  });
  return { results, taken };
}

function isOld(store: Store, { key, version }: Accepted): boolean {
  const held = store.version(key);
  return held !== undefined && version !== undefined && held >= version;
}

function openSession(sessions: Map<string, number>, until: number): string {
  const session = randomUUID();
  sessions.set(session, until);
  const oldest = sessions.keys().next().value;
  if (sessions.size > maxSessions && oldest !== undefined) sessions.delete(oldest);
  return session;
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

function duplicate(): ItemResult {
  return { error_code: itemCodes.duplicate, message: 'The same or a newer version is held' };
}

/** What the store holds under a key, for the sandbox's own interface: the item as pushed, and when it came. */
export function shown(held: Held | undefined): Reply {
  if (held === undefined) return problem(404, 'The portal does not hold it');
  const item = typeof held.item === 'object' ? held.item : {};
  return json(200, { ...item, receivedAt: new Date(held.receivedAt).toISOString() });
}
