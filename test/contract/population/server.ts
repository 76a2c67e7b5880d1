/** The population database, played by nock: as strict about requests as the real one. */
import { createHash } from 'node:crypto';
import nock from 'nock';
import { sent } from '../lib/played.ts';
import {
  answers,
  birthDateXml,
  citizen,
  collection,
  expired,
  fields,
  operations,
  readRequest,
  repeatedRequest,
  states,
  wrongOrder,
} from './wire.ts';
import type { PlayedCitizen, PlayedRequest } from './wire.ts';

export const url = 'https://population.invalid/population';
const secrets = { user: 'hub', secret: 'quiet', apiKey: 'key-1', xRoadClient: 'VN/GOV/hub' };

export const settings = { url, ...secrets, officer: 'officer-1' };

export type PlayedPopulation = {
  citizens: Map<string, PlayedCitizen[]>;
  dataTime: string;
  /** Every request taken, in order. */
  requests: PlayedRequest[];
  /** Answers of the status operation before it says "done". */
  statuses: string[];
  /** Forgets all lists asked for so far. */
  forgetLists: () => void;
  /** The code of the fault a forgotten list is answered with. */
  forgotten: string;
  /** Citizens repeated at the end of each page. */
  repeats: number;
  /** Provinces whose list is refused, as where there is no such code. */
  abolished: Set<string>;
};

function isAuthentic(headers: Record<string, string>): boolean {
  const timestamp = headers['timestamp'] ?? '';
  const hash = createHash('sha256').update(`${url}${secrets.user}${timestamp}${secrets.secret}`).digest('hex');
  return (
    headers['authorization'] === `Basic ${Buffer.from(`${secrets.user}:${hash}`).toString('base64')}` &&
    headers['apikey'] === secrets.apiKey &&
    headers['x-road-client'] === secrets.xRoadClient &&
    headers['soapaction'] === '""'
  );
}

function unaccented(name: string): string {
  return name
    .replaceAll('Đ', 'D')
    .normalize('NFD')
    .replace(/[^A-Z]/g, '');
}

function lookup({ fields: given }: PlayedRequest, state: PlayedPopulation): string {
  const found = [...state.citizens.values()].flat().find(({ number }) => number === given.get(fields.number));
  const name = given.get(fields.name);
  const birthDate = given.get(fields.birthDate);
  const fits =
    found !== undefined &&
    (name === undefined || name === unaccented(found.name)) &&
    (birthDate === undefined || birthDate === birthDateXml(found.birthDate));
  return answers.lookup(fits ? [citizen(found)] : [], state.dataTime);
}

function page(given: ReadonlyMap<string, string>, all: readonly PlayedCitizen[], state: PlayedPopulation): string {
  const size = Number(given.get(fields.pageSize));
  const number = given.get(fields.page) ?? '';
  const start = (Number(number) - 1) * size;
  const members = all.slice(start, start + size).map(citizen);
  const shown = [...members, ...members.slice(0, state.repeats)];
  return answers.page(number, all.length, collection(shown, state.dataTime));
}

const noPlace = 'NO_SUCH_PLACE';

/** Starts playing; the state can be changed while it plays. */
export function playPopulation(): PlayedPopulation {
  const lists = new Map<string, PlayedCitizen[]>();
  const seen = new Set<string>();
  const state: PlayedPopulation = {
    citizens: new Map(),
    dataTime: '2026-03-01T08:00:00+07:00',
    requests: [],
    statuses: [],
    forgetLists: () => {
      lists.clear();
    },
    forgotten: expired,
    repeats: 0,
    abolished: new Set(),
  };
  const makeList = (given: ReadonlyMap<string, string>) => {
    const since = given.get(fields.since) ?? '';
    const id = `list-${String(state.requests.length)}`;
    const all = state.citizens.get(given.get(fields.province) ?? '') ?? [];
    const isChanged = ({ changedAt }: PlayedCitizen) => since === '' || Date.parse(changedAt) > Date.parse(since);
    lists.set(id, all.filter(isChanged));
    return answers.list(id);
  };
  const aboutList = ({ operation, fields: given }: PlayedRequest): [number, string] => {
    const list = lists.get(given.get(fields.list) ?? '');
    if (list === undefined) return [500, answers.fault('Client', state.forgotten)];
    if (operation === operations.status) return [200, answers.status(state.statuses.shift() ?? states.done)];
    return [200, page(given, list, state)];
  };
  const answer = (request: PlayedRequest): [number, string] => {
    const requestId = request.fields.get(fields.requestId) ?? '';
    if (seen.has(requestId)) return [500, answers.fault('Client', repeatedRequest)];
    seen.add(requestId);
    if (request.operation === operations.lookup) return [200, lookup(request, state)];
    if (request.operation !== operations.list) return aboutList(request);
    if (state.abolished.has(request.fields.get(fields.province) ?? '')) return [500, answers.fault('Client', noPlace)];
    return [200, makeList(request.fields)];
  };
  nock('https://population.invalid')
    .persist()
    .post('/population')
    .reply(function (_uri, body) {
      if (!isAuthentic(this.req.headers)) return [401, 'no', { date: new Date().toUTCString() }];
      const request = readRequest(sent(body));
      if (request === undefined) return [500, answers.fault('Client', wrongOrder), { 'content-type': 'text/xml' }];
      state.requests.push(request);
      const [status, text] = answer(request);
      return [status, text, { 'content-type': 'text/xml; charset=utf-8' }];
    });
  return state;
}
