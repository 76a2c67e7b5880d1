/** The list of one locality: asked for, waited for, read page by page. */
import { ConnectorError } from '../errors.ts';
import { pause } from '../lib/abort.ts';
import type { SoapAnswer } from '../lib/soap.ts';
import { isoTime } from '../lib/time.ts';
import { system, type PopulationClient } from './client.ts';
import type { PopulationSettings } from './config.ts';
import type { ListPosition } from './position.ts';
import {
  listParameters,
  operations,
  pageParameters,
  readExpiredFault,
  readListPage,
  readResultId,
  readStatus,
  statusParameters,
  type ListPage,
} from './wire.ts';

export type Lists = {
  /** Asks for the list of a locality, all of it or what changed since a time (epoch milliseconds); answers its id. */
  request(locality: string, since: number | undefined, signal: AbortSignal): Promise<string>;
  /** Waits until the list can be read; 'gone' if the system gave up making it or threw it away. */
  ready(resultId: string, signal: AbortSignal): Promise<'ready' | 'gone'>;
  /** Reads one page; 'gone' if the system does not have the list any more. `source` is the message. */
  page(list: ListPosition, signal: AbortSignal): Promise<{ page: ListPage; source: string } | 'gone'>;
};

function readPage(answer: SoapAnswer, list: ListPosition): { page: ListPage; source: string } | 'gone' | undefined {
  if (answer.kind === 'expected-fault') return 'gone';
  const page = readListPage(answer.element);
  return page?.page === list.page ? { page, source: answer.source } : undefined;
}

/** An unknown list is not only one that expired: the system may have been restarted since the cursor was saved. */
function goneOnClientFault(error: unknown): 'gone' {
  if (error instanceof ConnectorError && error.code === 'soap-client-fault') return 'gone';
  throw error;
}

function askStatus(client: PopulationClient, resultId: string, signal: AbortSignal) {
  return client.call(
    {
      operation: 'asking list status',
      element: operations.listStatus,
      parameters: statusParameters(resultId),
      expectedFault: readExpiredFault,
      read: (answer) => (answer.kind === 'expected-fault' ? 'failed' : readStatus(answer.element)),
    },
    signal,
  );
}

function askPage(client: PopulationClient, list: ListPosition, signal: AbortSignal) {
  return client.call(
    {
      operation: 'reading list page',
      element: operations.listPage,
      parameters: pageParameters(list.resultId, list.page, list.pageSize),
      expectedFault: readExpiredFault,
      read: (answer) => readPage(answer, list),
    },
    signal,
  );
}

export function makeLists(client: PopulationClient, settings: PopulationSettings, now: () => number): Lists {
  return {
    request: (locality, since, signal) =>
      client.call(
        {
          operation: 'requesting list',
          element: operations.requestList,
          parameters: listParameters(locality, since === undefined ? undefined : isoTime(since)),
          read: (answer) => (answer.kind === 'answer' ? readResultId(answer.element) : undefined),
        },
        signal,
      ),
    ready: async (resultId, signal) => {
      const giveUpAt = now() + settings.listTimeoutSeconds * 1000;
      for (let wait = settings.statusMinMs; ; wait = Math.min(wait * 2, settings.statusMaxMs)) {
        const status = await askStatus(client, resultId, signal);
        if (status !== 'working') return status === 'done' ? 'ready' : 'gone';
        if (now() >= giveUpAt) throw new ConnectorError('timeout', { system, operation: 'waiting for list' });
        await pause(wait, signal);
      }
    },
    page: (list, signal) => askPage(client, list, signal).catch(goneOnClientFault),
  };
}
