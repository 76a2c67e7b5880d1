/** One authenticated call to the population database, guarded. */
import { createHash, randomUUID } from 'node:crypto';
import type { BreakerState, ConnectorDependencies } from '../contract.ts';
import { ConnectorError } from '../errors.ts';
import { makeHttpClient } from '../lib/http.ts';
import { makeGuard } from '../lib/resilience.ts';
import { callSoap, type SoapAnswer, type XmlContent } from '../lib/soap.ts';
import type { PopulationSettings } from './config.ts';
import { headParameters, namespace } from './wire.ts';

export const system = 'population';

export type PopulationRequest<T> = {
  /** For errors and metrics. */
  operation: string;
  element: string;
  /** The parameters after those every request begins with. */
  parameters: Exclude<XmlContent, string>;
  officer?: string | undefined;
  timeoutMs?: number;
  expectedFault?: Parameters<typeof callSoap>[1]['expectedFault'];
  /** Reads the answer; undefined if it is not of the shape agreed, which is retried and then an error. */
  read: (answer: SoapAnswer) => T | undefined;
};

export type PopulationClient = {
  readonly breaker: BreakerState;
  /** @throws ConnectorError */
  call<T>(request: PopulationRequest<T>, signal: AbortSignal): Promise<T>;
  close(): void;
};

/** Headers that prove who asks, at one moment (epoch milliseconds): the service refuses them five minutes later. */
function authentication(settings: PopulationSettings, timestamp: number): Record<string, string> {
  const { url, user, secret, apiKey, xRoadClient } = settings;
  const hash = createHash('sha256')
    .update(`${url}${user}${String(timestamp)}${secret}`)
    .digest('hex');
  return {
    authorization: `Basic ${Buffer.from(`${user}:${hash}`).toString('base64')}`,
    timestamp: String(timestamp),
    'x-road-client': xRoadClient,
    apikey: apiKey,
  };
}

export function makePopulationClient(
  settings: PopulationSettings,
  { now, onAttempt }: ConnectorDependencies,
): PopulationClient {
  const http = makeHttpClient({ system, now, settings });
  const guard = makeGuard({ system, settings, onAttempt });

  async function attempt<T>(request: PopulationRequest<T>, signal: AbortSignal): Promise<T> {
    const { operation, element, timeoutMs, expectedFault } = request;
    const { url, serviceCode, integrationCode } = settings;
    // Every attempt has a request id and a time of its own: the service refuses one it has seen.
    const head = {
      requestId: randomUUID(),
      serviceCode,
      integrationCode,
      officer: request.officer ?? settings.officer,
    };
    const parameters = [...headParameters(head), ...request.parameters];
    const headers = authentication(settings, now());
    const call = { system, operation, url, headers, namespace, element, parameters, timeoutMs, expectedFault };
    const result = request.read(await callSoap(http, call, signal));
    if (result === undefined) throw new ConnectorError('malformed-answer', { system, operation });
    return result;
  }

  return {
    get breaker() {
      return guard.breaker;
    },
    call: (request, signal) => guard.run(request.operation, signal, () => attempt(request, signal)),
    close: () => {
      guard.close();
      http.close();
    },
  };
}
