/** The systems played here, by nock or by a folder of files, each holding a few invented people. */
import nock from 'nock';
import { civilStatusDefinition } from '../../../connectors/sectors/civil-status/definition.ts';
import { exampleDefinition } from '../../../connectors/example/definition.ts';
import { populationDefinition } from '../../../connectors/population/definition.ts';
import { portalDefinition } from '../../../connectors/portal/definition.ts';
import { qcvn109Definition } from '../../../connectors/qcvn109/definition.ts';
import { socialInsuranceDefinition } from '../../../connectors/sectors/social-insurance/definition.ts';
import { healthDefinition } from '../../../connectors/sectors/health/definition.ts';
import { playCivilStatus, settings as civilStatusSettings } from '../civil-status/server.ts';
import { pageAnswer, headAnswer } from '../civil-status/wire.ts';
import { playExample, record, settings as exampleSettings } from '../example/server.ts';
import { playTopic, settings as topicSettings } from '../health/topic.ts';
import { patientRecord } from '../health/wire.ts';
import { playPopulation, settings as populationSettings, url as populationUrl } from '../population/server.ts';
import { answers, citizen, type PlayedCitizen } from '../population/wire.ts';
import { playPortal, settings as portalSettings } from '../portal/server.ts';
import { caseItem, citizenItem } from '../portal/wire.ts';
import { playSocialInsurance } from '../social-insurance/folder.ts';
import { quick, type FolderSystem, type Harness, type PlayedSource, type PlayedSystem } from './harness.ts';

/** The personal number and name that must never show. */
export const canary = { number: '079090000123', name: 'LÊ VĂN TÁM' };

const stop = () => Promise.resolve();

/** Invented personal numbers. */
export function number(index: number): string {
  return `001${String(90_000_000 + index).padStart(9, '0')}`;
}

export function person(index: number, name = `NGUYỄN THỊ ${'ABCDEFGHIJ'.charAt(index % 10)}`): PlayedCitizen {
  return { number: number(index), name, birthDate: '1990-02-03', changedAt: '2026-02-01T10:00:00+07:00' };
}

const tam: PlayedCitizen = { ...person(0, canary.name), number: canary.number };
const query = {
  personalNumber: canary.number,
  fullName: 'Lê  Văn Tám',
  birthDate: '1990-02-03',
  purpose: 'TTHC',
  caseCode: 'H-1',
};

const population: PlayedSystem = {
  definition: populationDefinition,
  settings: { ...quick, ...populationSettings, localities: ['79', '01'], pageSize: 2, statusMinMs: 1, statusMaxMs: 2 },
  mainCall: () => nock('https://population.invalid').post(new URL(populationUrl).pathname),
  play: () => {
    const state = playPopulation();
    state.citizens.set('79', [person(1), person(2), tam, person(3), person(4)]).set('01', [person(5), person(6)]);
    state.statuses.push('DANG_XU_LY', 'DANG_XU_LY');
    return {
      settings: population.settings,
      sourceKeys: [...[1, 2, 3, 4, 5, 6].map(number), canary.number],
      lookup: {
        match: query,
        noMatch: [
          { ...query, personalNumber: number(99) },
          { ...query, fullName: 'Lê Văn Chín' },
          { ...query, birthDate: '1991' },
        ],
      },
      stop,
    };
  },
  act: (connector, signal) => connector.lookup?.lookup(query, signal) ?? Promise.reject(new Error('no lookup')),
  canaries: [canary.number, canary.name, 'LEVANTAM', 'quiet', 'key-1'],
  goodAnswer: answers.lookup([citizen(tam)], '2026-03-01T08:00:00+07:00'),
  contentType: 'text/xml; charset=utf-8',
  ownFaults: [
    {
      name: 'SOAP fault Client',
      status: 500,
      body: answers.fault('Client', 'X', canary.number),
      code: 'soap-client-fault',
    },
    {
      name: 'SOAP fault Server',
      status: 500,
      body: answers.fault('Server', 'X', canary.name),
      code: 'soap-server-fault',
    },
    { name: 'SOAP fault with status 200', status: 200, body: answers.fault('Server', 'X'), code: 'soap-server-fault' },
    {
      name: 'DTD',
      status: 200,
      body: `<!DOCTYPE a [<!ENTITY b "${canary.number}">]><a>&b;</a>`,
      code: 'malformed-answer',
    },
    {
      name: 'answer about another person',
      status: 200,
      body: answers.lookup([citizen(person(7))], ''),
      code: 'malformed-answer',
    },
  ],
};

const events = [1, 2, 3, 4, 5].map((index) => ({
  sequence: index,
  key: `KS-${String(index)}`,
  personalNumber: number(index),
}));

const civilStatus: PlayedSystem = {
  definition: civilStatusDefinition,
  settings: { ...quick, ...civilStatusSettings, pageSize: 2 },
  mainCall: () => nock('https://civil-status.invalid').get(/^\/civil-status\/v1\/events/),
  play: () => {
    playCivilStatus().events.push(...events);
    return { settings: civilStatus.settings, sourceKeys: events.map(({ key }) => key), stop };
  },
  act: (connector, signal) => connector.check(signal),
  canaries: [canary.number, 'quiet', 'token-1'],
  goodAnswer: headAnswer(5, '2026-03-01T00:00:00Z'),
  contentType: 'application/json',
  ownFaults: [
    { name: 'JSON of another shape', status: 200, body: pageAnswer([], 1), code: 'malformed-answer' },
    { name: 'refusal that quotes data', status: 422, body: `{"error":"${canary.number}"}`, code: 'refused' },
  ],
};

const portal: PlayedSystem = {
  definition: portalDefinition,
  settings: { ...quick, ...portalSettings },
  mainCall: () => nock('https://portal.invalid').post('/dvcqg/services'),
  play: () => {
    playPortal();
    return {
      settings: portal.settings,
      sink: {
        good: citizenItem(number(1), 3, 'Nguyễn Văn A'),
        newer: citizenItem(number(1), 4, 'Nguyễn Văn A'),
        bad: citizenItem(canary.number, 1, undefined),
      },
      stop,
    };
  },
  act: (connector, signal) =>
    connector.sink?.push([citizenItem(canary.number, 1, canary.name), caseItem('H-1', 1)], signal) ??
    Promise.reject(new Error('no sink')),
  canaries: [canary.number, canary.name, 'quiet', 'session-1'],
  goodAnswer: '{"error_code":"0","message":"","data":[{"error_code":"0","message":""}]}',
  contentType: 'application/json',
  ownFaults: [
    {
      name: 'no such service',
      status: 200,
      body: `{"error_code":"-3","message":"${canary.number}"}`,
      code: 'wrong-address',
    },
    { name: 'call not understood', status: 200, body: '{"error_code":-4}', code: 'refused' },
    { name: 'unknown code', status: 200, body: '{"error_code":"77"}', code: 'upstream-error' },
    { name: 'fewer results than items', status: 200, body: '{"error_code":"0","data":[]}', code: 'malformed-answer' },
  ],
};

const example: PlayedSystem = {
  definition: exampleDefinition,
  settings: { ...quick, ...exampleSettings, pageSize: 2 },
  mainCall: () => nock('https://example.invalid').get(/^\/api\/records/),
  play: () => {
    playExample().records.push(...[1, 2, 3, 4, 5].map((index) => record(index, number(index))));
    return { settings: example.settings, sourceKeys: ['r-1', 'r-2', 'r-3', 'r-4', 'r-5'], stop };
  },
  act: (connector, signal) => connector.check(signal),
  canaries: ['quiet', canary.number],
  goodAnswer: '{"records":[],"last":0}',
  contentType: 'application/json',
  ownFaults: [{ name: 'JSON of another shape', status: 200, body: `["${canary.number}"]`, code: 'malformed-answer' }],
};

export const playedSystems: readonly PlayedSystem[] = [population, civilStatus, portal, example];

/** Systems that deliver files. */
export const folderSystems: readonly FolderSystem[] = [
  { definition: socialInsuranceDefinition, play: playSocialInsurance },
];

/** Connectors that only take what is pushed, and call no system that could be played. */
export const receivers: readonly Harness[] = [
  { definition: qcvn109Definition, start: () => Promise.resolve({ settings: { enabled: true }, stop }) },
];

const health: PlayedSource = {
  definition: healthDefinition,
  settings: { ...quick, ...topicSettings, pageSize: 2 },
  play: () => {
    const topic = playTopic();
    const values = [1, 2, 3, 4, 5].map((index) => patientRecord({ id: `HS-${String(index)}`, patient: 'BN-1' }));
    const [first = '', second = '', ...others] = values;
    topic.partitions = [[first, second], others].map((each) => each.map((value) => ({ value: Buffer.from(value) })));
    const sourceKeys = ['HS-1', 'HS-2', 'HS-3', 'HS-4', 'HS-5'];
    return { settings: health.settings, sourceKeys, openTopic: topic.openTopic, stop };
  },
};

/** The systems that are read from a topic of theirs. */
export const playedTopics: readonly PlayedSource[] = [health];
