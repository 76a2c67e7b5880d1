/** What the contract suite needs to know about a system, whoever plays it. */
import type nock from 'nock';
import type {
  Connector,
  ConnectorDefinition,
  ConnectorDependencies,
  LookupQuery,
  SinkItem,
} from '../../../connectors/contract.ts';
import type { ConnectorErrorCode } from '../../../connectors/errors.ts';

/** A system that is up, with what it holds. */
export type World = {
  /** Settings as they would stand in a configuration file. */
  settings: Record<string, unknown>;
  /** The source keys a full read must give. */
  sourceKeys?: readonly string[];
  lookup?: { match: LookupQuery; noMatch: readonly LookupQuery[] };
  sink?: { good: SinkItem; newer: SinkItem; bad: SinkItem };
  /** Of a system that is read from a topic. */
  openTopic?: ConnectorDependencies['openTopic'];
  stop(): Promise<void>;
};

export type Harness = {
  definition: ConnectorDefinition;
  start(): Promise<World>;
};

/** Small pauses and sizes, so that the suite is quick and takes several pages. */
export const quick = {
  timeoutMs: 5000,
  requestsPerSecond: 10_000,
  retryMinMs: 1,
  retryMaxMs: 5,
  breakerResetMs: 20,
};

export type Attempt = Parameters<ConnectorDependencies['onAttempt']>[0];

export type Made = { connector: Connector; attempts: Attempt[] };

/** Checks the settings as the hub does and makes the connector, with the attempts it reports. */
export function make(
  definition: ConnectorDefinition,
  settings: Record<string, unknown>,
  now: () => number = Date.now,
): Made {
  return makeWith(definition, settings, { now });
}

/** `make`, with a topic played or opened by the test. */
export function makeWith(
  definition: ConnectorDefinition,
  settings: Record<string, unknown>,
  { now = Date.now, openTopic = noTopic }: Partial<Pick<ConnectorDependencies, 'now' | 'openTopic'>>,
): Made {
  const attempts: Attempt[] = [];
  const dependencies: ConnectorDependencies = { now, openTopic, onAttempt: (attempt) => attempts.push(attempt) };
  return { connector: definition.create(definition.settings.parse(settings), dependencies), attempts };
}

function noTopic(): never {
  throw new Error('no topic is played here');
}

/** A system played by a folder of files. */
export type FolderSystem = Pick<PlayedSystem, 'definition' | 'play'>;

/** A system that is read from, however it is played. */
export type PlayedSource = {
  definition: ConnectorDefinition;
  settings: Record<string, unknown>;
  /** Plays everything, for any number of calls. */
  play: () => World;
};

/** A system played by nock, whose main call can be made to fail. */
export type PlayedSystem = PlayedSource & {
  /** An interceptor of the call that `act` makes; put in place before `play`, it comes first. */
  mainCall: () => nock.Interceptor;
  /** A call that carries personal data where the system has such calls. */
  act: (connector: Connector, signal: AbortSignal) => Promise<unknown>;
  /** What must not be found in any error. */
  canaries: readonly string[];
  /** A right answer to the main call, to be cut in half. */
  goodAnswer: string;
  contentType: string;
  /** Faults only this system has, as bodies with the code they mean. */
  ownFaults: readonly { name: string; status: number; body: string; code: ConnectorErrorCode }[];
};
