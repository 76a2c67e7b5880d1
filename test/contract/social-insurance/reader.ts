/** A folder with social insurance's connector reading it, for one test after the other. */
import assert from 'node:assert/strict';
import type { Cursor, Page, Source } from '../../../connectors/contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../../connectors/errors.ts';
import { socialInsuranceDefinition } from '../../../connectors/sectors/social-insurance/definition.ts';
import { make, type Made } from '../lib/harness.ts';
import { keysOf, readAll } from '../lib/suite.ts';
import { playFolder, type PlayedFolder } from './folder.ts';
import { file, line } from './wire.ts';

/** Longer than a delivery is waited for in silence. */
const beyondPatienceMs = 901_000;

export type Reader = {
  played: PlayedFolder;
  made: Made;
  source: () => Source;
  pull: (from?: Cursor) => Promise<Page[]>;
  /** Makes the connector anew, as after a restart. */
  connect: (settings?: Record<string, unknown>) => void;
  /** Pages up to an error, when the patience is at its end, the error's code and the delivery it names. */
  pullLater: (from?: Cursor) => Promise<{ pages: Page[]; code: string; delivery?: number; error?: unknown }>;
  /** That nothing is read, in silence at first, and with this error when the patience is at its end. */
  assertWaits: (events: number, code: ConnectorErrorCode) => Promise<void>;
};

function makeReader(): Reader {
  const played = playFolder();
  let later = 0;
  const now = () => Date.now() + later;
  const connection = (settings: Record<string, unknown> = {}): Made =>
    make(socialInsuranceDefinition, { folder: played.folder, pageSize: 2, ...settings }, now);
  const reader: Reader = {
    played,
    made: connection(),
    connect: (settings) => {
      reader.made.connector.close();
      reader.made = connection(settings);
    },
    source: () => reader.made.connector.source ?? assert.fail('there is no source'),
    pull: (from) => readAll(reader.source(), from),
    pullLater: async (from) => {
      const pages: Page[] = [];
      later = beyondPatienceMs;
      try {
        for await (const page of reader.source().pull(from, new AbortController().signal)) pages.push(page);
      } catch (error) {
        assert.ok(error instanceof ConnectorError);
        const { code, delivery } = error;
        return { pages, code, error, ...(delivery === undefined ? {} : { delivery }) };
      } finally {
        later = 0;
      }
      return { pages, code: 'none' };
    },
    assertWaits: async (events, code) => {
      const [page, ...more] = await reader.pull();
      assert.ok(page !== undefined && more.length === 0);
      assert.deepEqual([keysOf([page]), page.lag.events, page.lag.seconds > 0], [[], events, events > 0]);
      const told = await reader.pullLater();
      assert.deepEqual([keysOf(told.pages), told.code], [[], code]);
    },
  };
  return reader;
}

/** A reader with an empty folder for every test of a `describe`. */
export function useReader(): () => Reader {
  let reader: Reader | undefined;
  beforeEach(() => {
    reader = makeReader();
  });
  afterEach(() => {
    reader?.made.connector.close();
    reader?.played.remove();
  });
  return () => reader ?? assert.fail('no test runs');
}

/** A file of plain lines. */
export function lines(...records: readonly string[]): Buffer {
  return file(records.map((record) => line({ record })));
}

/** For assert.rejects: an error of this code. */
export function fails(code: ConnectorErrorCode) {
  return (error: unknown): boolean => error instanceof ConnectorError && error.code === code;
}
