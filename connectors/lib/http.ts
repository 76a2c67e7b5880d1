/**
 * HTTP for connectors: the only place that knows axios. One client per system, with its own connections. It sends,
 * bounds and judges; repeating and breaking are in resilience.ts.
 */
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import http from 'node:http';
import https from 'node:https';
import { ConnectorError, type ConnectorErrorCode } from '../errors.ts';
import { makeDeadline } from './abort.ts';
import { decodeUtf8 } from './bytes.ts';
import { codeOfFailure, isHtml, statusError, strippedCause, type AnswerHead } from './http-failures.ts';

export type HttpRequest = {
  /** What is done, for errors and metrics: a few fixed words, never data. */
  operation: string;
  method: 'GET' | 'POST';
  /** Must hold no personal data: addresses end in access logs. */
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** Less time than the connector's setting, where a person waits. Milliseconds. */
  timeoutMs?: number;
  /** Statuses outside 2xx whose answers the caller reads (SOAP faults come with 500). */
  alsoRead?: readonly number[];
};

export type HttpAnswer = AnswerHead & { text: string };

export type HttpClient = {
  /**
   * Sends one request and reads the whole answer.
   * @throws ConnectorError for every way this can fail, with nothing sent or received in it
   */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
  /** The error that `send` throws for this answer: for callers that found nothing they know in an `alsoRead` one. */
  judge(operation: string, answer: HttpAnswer): ConnectorError;
  /** Ends all connections. */
  close(): void;
};

export type HttpOptions = {
  system: string;
  now: () => number;
  settings: { timeoutMs: number; connectTimeoutMs: number; maxResponseBytes: number; clockToleranceSeconds: number };
};

class ConnectTimeout extends Error {
  readonly code = 'ETIMEDOUT';
}

/** Ends a connection that is not made in time; `timeoutMs` alone would not tell "cannot reach" from "is slow". */
function boundConnecting<A extends http.Agent>(agent: A, connectTimeoutMs: number): A {
  const bounded: http.Agent = agent;
  const connect = bounded.createConnection.bind(agent);
  bounded.createConnection = (options, callback) => {
    const stream = connect(options, callback);
    const timer = setTimeout(() => stream?.destroy(new ConnectTimeout()), connectTimeoutMs);
    const stop = () => {
      clearTimeout(timer);
    };
    stream?.once('connect', stop);
    stream?.once('close', stop);
    return stream;
  };
  return agent;
}

function header(response: AxiosResponse<unknown>, name: string): string | undefined {
  const value: unknown = response.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function readHead(response: AxiosResponse<unknown>): AnswerHead {
  return {
    status: response.status,
    contentType: header(response, 'content-type') ?? '',
    date: header(response, 'date'),
    retryAfter: header(response, 'retry-after'),
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}

function makeAxios(options: HttpOptions, agents: { httpAgent: http.Agent; httpsAgent: https.Agent }): AxiosInstance {
  return axios.create({
    ...agents,
    adapter: 'http',
    // The proxy variables of the environment are no setting of this program.
    proxy: false,
    maxRedirects: 0,
    maxContentLength: options.settings.maxResponseBytes,
    responseType: 'arraybuffer',
    transformRequest: (body: unknown) => body,
    transformResponse: (body: unknown) => body,
    validateStatus: () => true,
  });
}

type Transport = { instance: AxiosInstance; options: HttpOptions };

async function exchange(
  { instance, options }: Transport,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<AxiosResponse<unknown>> {
  const deadline = makeDeadline(signal, request.timeoutMs ?? options.settings.timeoutMs);
  const { url, method, headers = {}, body: data } = request;
  try {
    return await instance.request<unknown>({ url, method, headers, data, signal: deadline.signal });
  } catch (error) {
    const code = codeOf(error);
    const progress = {
      callerGaveUp: signal.aborted,
      outOfTime: deadline.signal.aborted,
      answered: axios.isAxiosError(error) && error.response !== undefined,
    };
    const at = { system: options.system, operation: request.operation, cause: strippedCause(code) };
    throw new ConnectorError(codeOfFailure(code, progress), at);
  } finally {
    deadline.end();
  }
}

/** What is wrong with a 2xx answer before anyone looks at what it says; undefined if nothing is. */
function faultOfSuccess(contentType: string, text: string | undefined): ConnectorErrorCode | undefined {
  if (text === undefined) return 'malformed-answer';
  return isHtml(contentType, text) ? 'html-answer' : undefined;
}

/** Makes the client of one system. */
export function makeHttpClient(options: HttpOptions): HttpClient {
  const { system, now, settings } = options;
  const agents = {
    httpAgent: boundConnecting(new http.Agent({ keepAlive: true }), settings.connectTimeoutMs),
    httpsAgent: boundConnecting(new https.Agent({ keepAlive: true }), settings.connectTimeoutMs),
  };
  const transport = { instance: makeAxios(options, agents), options };
  const judge = (operation: string, answer: HttpAnswer) =>
    statusError({ system, operation }, answer, {
      text: answer.text,
      judge: { now: now(), clockToleranceMs: settings.clockToleranceSeconds * 1000 },
    });
  return {
    judge,
    send: async (request, signal) => {
      const response = await exchange(transport, request, signal);
      const text = response.data instanceof Uint8Array ? decodeUtf8(response.data) : '';
      const answer: HttpAnswer = { ...readHead(response), text: text ?? '' };
      if (request.alsoRead?.includes(answer.status) === true) return answer;
      if (answer.status < 200 || answer.status > 299) throw judge(request.operation, answer);
      const fault = faultOfSuccess(answer.contentType, text);
      if (fault === undefined) return answer;
      throw new ConnectorError(fault, { system, operation: request.operation, status: answer.status });
    },
    close: () => {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}
