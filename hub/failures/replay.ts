/** Sending failures on their way again: the same bytes under the same key, through the same topic as everything else. */
import type { Receiver } from '../../connectors/contract.ts';
import type { PersonKeys } from '../identity/keys.ts';
import type { OutMessage, Producer } from '../kafka/producer.ts';
import type { Topics } from '../kafka/topics.ts';
import type { Log } from '../observability/log.ts';
import { decodeRawRecord, type RawRecord, type RecordFault } from '../records/raw-record.ts';
import { toMessage, toRawRecord } from '../records/writer.ts';
import type { FailureDocument, FailureFilter, Failures } from '../store/failures.ts';
import type { Position } from '../store/position.ts';

export type ReplayResult =
  | { outcome: 'replayed'; id: string; topic: string }
  | { outcome: 'not-found'; id: string }
  | { outcome: 'not-open'; id: string }
  /** It still cannot be cut into a record; the faults say why. Nothing was sent. */
  | { outcome: 'unroutable'; id: string; faults: RecordFault[] };

export type Replay = {
  one(id: string, by: string, reason: string): Promise<ReplayResult>;
  /**
   * Replays the failures that match and have failed by now, oldest first, until `limit` of them are sent. `matched`: how
   * many were looked at for that; one that cannot be sent does not keep those behind it from their turn. It ends in
   * time for whoever waits for the answer, and when a server fails after some were sent: `next`, if not all were looked
   * at, leads to those left. Throws what a server says if none was sent.
   */
  many(filter: FailureFilter, by: string, options: Asked & { limit: number; after?: Sweep }): Promise<ReplayedMany>;
};

/** How far the failures that had failed by `upTo` were looked at: what fails again meanwhile does not come twice. */
export type Sweep = { upTo: Date; last: Position };

export type ReplayedMany = { matched: number; replayed: number; next?: Sweep };

type Dependencies = {
  failures: Failures;
  producer: Producer;
  topics: Topics;
  receivers: ReadonlyMap<string, Receiver>;
  personKeys: PersonKeys;
  log: Log;
  now: () => number;
};

/** Read at once of what is to be replayed: with what failed, so not very many. */
const pageSize = 100;

/** No answer takes longer, but for the one message that is being sent: less than any caller waits. */
const longestMs = 10_000;

type Asked = { reason: string };

/** The replayer over the failure store. */
export function createReplay(dependencies: Dependencies): Replay {
  const { failures, now } = dependencies;
  return {
    async one(id, by, reason) {
      const failure = await failures.get(id);
      return failure === undefined ? { outcome: 'not-found', id } : replayOne(failure, { by, reason }, dependencies);
    },
    async many(filter, by, { reason, limit, after }) {
      const upTo = after?.upTo ?? new Date(now());
      const progress = { matched: 0, replayed: 0, last: after?.last };
      const isOver = await sweep(progress, { filter, by, reason, limit, upTo }, dependencies).catch(
        (error: unknown) => {
          if (progress.replayed === 0) throw error;
          return false;
        },
      );
      const { matched, replayed, last } = progress;
      return { matched, replayed, ...(isOver || last === undefined ? {} : { next: { upTo, last } }) };
    },
  };
}

type Progress = { matched: number; replayed: number; last: Position | undefined };
type SweepAsked = Asked & { by: string; filter: FailureFilter; limit: number; upTo: Date };

/** Replays on from the last that was looked at; false if there may be more to look at. */
async function sweep(
  progress: Progress,
  { filter, limit, upTo, by, reason }: SweepAsked,
  dependencies: Dependencies,
): Promise<boolean> {
  const { failures, now } = dependencies;
  const end = now() + longestMs;
  let page: FailureDocument[];
  do {
    page = await failures.open(filter, { upTo, limit: pageSize, after: progress.last });
    for (const failure of page) {
      const { outcome } = await replayOne(failure, { by, reason }, dependencies);
      progress.matched += 1;
      if (outcome === 'replayed') progress.replayed += 1;
      progress.last = { rank: failure.failedAt.getTime(), id: failure._id };
      if (progress.replayed === limit || now() >= end) return false;
    }
  } while (page.length === pageSize);
  return true;
}

async function replayOne(
  failure: FailureDocument,
  { by, reason }: Asked & { by: string },
  dependencies: Dependencies,
): Promise<ReplayResult> {
  const { failures, producer, log, now } = dependencies;
  const { _id: id, target: topic } = failure;
  if (failure.status !== 'open') return { outcome: 'not-open', id };
  const prepared = prepare(failure, dependencies);
  if (!prepared.ok) return { outcome: 'unroutable', id, faults: prepared.faults };
  const at = new Date(now());
  if (!(await failures.claim(id, { at, by, reason }))) return { outcome: 'not-open', id };
  try {
    await producer.send(prepared.messages);
  } catch (error) {
    await failures.reopen(id, at);
    throw error;
  }
  await failures.settle(id, at);
  log('failures.replayed', { recordId: id, client: by, topic });
  return { outcome: 'replayed', id, topic };
}

type Prepared = { ok: true; messages: OutMessage[] } | { ok: false; faults: RecordFault[] };

/** What was routable goes as it was; what was not is cut again, since the connector may have learned meanwhile. */
function prepare(failure: FailureDocument, dependencies: Dependencies): Prepared {
  if (failure.target === '') {
    return { ok: false, faults: [{ path: '', code: 'unforeseen', expected: 'a failure that says where it goes' }] };
  }
  const record = failure.target.startsWith(dependencies.topics.records(''))
    ? decodeRawRecord(failure.bytes)
    : undefined;
  if (record?.subject !== null) {
    return { ok: true, messages: [{ topic: failure.target, key: failure.key, value: failure.bytes }] };
  }
  return reroute(record, failure, dependencies);
}

/** Cuts the message again; it can be a batch, of which each record goes its own way, those that still fail included. */
function reroute(record: RawRecord, failure: FailureDocument, { receivers, personKeys }: Dependencies): Prepared {
  const body = Buffer.from(record.body, record.encoding);
  const receivedAt = Date.parse(record.receivedAt);
  const extractions = receivers.get(record.system)?.extract(record.contentType, body, receivedAt) ?? [];
  if (!extractions.some(({ ok }) => ok)) {
    const faults = extractions.flatMap((extraction) => (extraction.ok ? [] : extraction.faults));
    return { ok: false, faults: faults.length > 0 ? faults : record.faults };
  }
  const [only, ...more] = extractions;
  const records = extractions.map((extraction) => toRawRecord(record.system, extraction, record.receivedAt));
  // One message that is one record keeps its id, so that its way can be followed.
  const kept = only !== undefined && more.length === 0 ? records.map((each) => ({ ...each, id: record.id })) : records;
  return { ok: true, messages: kept.map((each) => toMessage(failure.target, each, personKeys)) };
}
