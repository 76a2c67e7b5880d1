/** Pushing a batch to a sink, and finding the item over which the system fails, if it does fail over one. */
import { ConnectorError, type ConnectorErrorCode } from '../../connectors/errors.ts';
import type { Sink, SinkItem, SinkResult } from '../../connectors/contract.ts';
import type { Message } from '../kafka/consumer.ts';
import type { Metrics } from '../observability/metrics.ts';

export type PushDependencies = { connector: string; sink: Sink; metrics: Metrics; signal: AbortSignal };

export type Delivery = { message: Message; item: SinkItem };
export type Refusal = { delivery: Delivery; faults: { path: string; code: string; expected: string }[] };

/** How far a batch has come: it comes again and again while its system is in trouble. */
export type Progress = {
  messages: readonly Message[];
  /** What was pushed, by key and version. */
  done: Set<string>;
  /** What failed alone, in the same way: it comes last, since the others may pass. */
  suspects: Set<string>;
  refusals: Refusal[];
  /** Pushes that failed in a way in which one of their items may be at fault. */
  failures: number;
  /** Most items in the next push. */
  size: number;
  /** The last item that passed: pushed again it changes nothing, and shows whether the system works. */
  known: SinkItem | undefined;
};

/** So often the system is given time; then it is looked whether it fails over one of the items. */
const patience = 3;

/** What a system in trouble answers, and one that fails over an item as well; that opens the breaker, too. */
const ambiguous: ReadonlySet<string> = new Set<ConnectorErrorCode>([
  'upstream-error',
  'soap-server-fault',
  'timeout',
  'connection-reset',
  'malformed-answer',
  'html-answer',
  'breaker-open',
]);

/** Before anything of these messages is pushed. */
export function beginProgress(messages: readonly Message[], size: number, known: SinkItem | undefined): Progress {
  return { messages, size, known, failures: 0, done: new Set(), suspects: new Set(), refusals: [] };
}

/**
 * Pushes the rest of a batch. Where that fails time after time, pushes are made of half as many items each time, until
 * one fails alone: if another passed just before, it is that item, which is put aside. While nothing passes it is the
 * system, which is waited for.
 */
export async function pushRest(
  deliveries: readonly Delivery[],
  progress: Progress,
  dependencies: PushDependencies,
): Promise<void> {
  const { done, suspects, refusals } = progress;
  const isSuspect = ({ item }: Delivery): boolean => suspects.has(nameOf(item));
  const left = deliveries.filter(({ item }) => !done.has(nameOf(item)));
  let rest = [...left.filter((each) => !isSuspect(each)), ...left.filter(isSuspect)];
  let isUp = await passesAgain(progress, dependencies);
  while (rest.length > 0) {
    const chunk = rest.slice(0, progress.size);
    const pushed = await pushOrFind(chunk, { progress, isUp }, dependencies);
    refusals.push(...pushed.refusals);
    ({ isUp } = pushed);
    for (const { item } of chunk) done.add(nameOf(item));
    rest = rest.slice(chunk.length);
  }
}

/** Before an item goes alone: whether another passes. Throws if not. */
async function passesAgain({ size, failures, known }: Progress, { sink, signal }: PushDependencies): Promise<boolean> {
  if (size > 1 || failures < patience || known === undefined) return false;
  await sink.push([known], signal);
  return true;
}

/** `isUp`: whether a push passed just before. */
async function pushOrFind(
  chunk: readonly Delivery[],
  { progress, isUp }: { progress: Progress; isUp: boolean },
  dependencies: PushDependencies,
): Promise<{ refusals: Refusal[]; isUp: boolean }> {
  try {
    const refusals = await pushAll(chunk, dependencies);
    progress.known = chunk.at(-1)?.item;
    progress.size = Math.min(dependencies.sink.maxBatch, progress.size * 2);
    return { refusals, isUp: true };
  } catch (error) {
    if (!(error instanceof ConnectorError) || !ambiguous.has(error.code)) throw error;
    if (!isUp || progress.size > 1 || progress.failures < patience) {
      narrow(chunk, progress);
      throw error;
    }
    return { refusals: chunk.map((delivery) => refuse(delivery, error, dependencies)), isUp: false };
  }
}

function narrow(chunk: readonly Delivery[], progress: Progress): void {
  progress.failures += 1;
  if (progress.failures < patience) return;
  if (progress.size === 1) for (const { item } of chunk) progress.suspects.add(nameOf(item));
  progress.size = Math.ceil(chunk.length / 2);
}

function nameOf({ key, version }: SinkItem): string {
  return `${key}/${version}`;
}

function refuse(delivery: Delivery, { code }: ConnectorError, { connector, metrics }: PushDependencies): Refusal {
  metrics.delivered.inc({ connector, outcome: 'refused' });
  return { delivery, faults: [{ path: '', code, expected: 'a message the system takes' }] };
}

/** Pushes a chunk. If the system refuses it as a whole, each item goes alone, so that one cannot block the others. */
async function pushAll(deliveries: readonly Delivery[], dependencies: PushDependencies): Promise<Refusal[]> {
  const { sink, signal, connector, metrics } = dependencies;
  let results: SinkResult[];
  try {
    results = await sink.push(
      deliveries.map(({ item }) => item),
      signal,
    );
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.disposition !== 'permanent') throw error;
    if (deliveries.length === 1) return deliveries.map((delivery) => refuse(delivery, error, dependencies));
    const refusals: Refusal[] = [];
    for (const delivery of deliveries) refusals.push(...(await pushAll([delivery], dependencies)));
    return refusals;
  }
  const refusals: Refusal[] = [];
  deliveries.forEach((delivery, index) => {
    const result = results[index] ?? { outcome: 'refused', faults: [] };
    metrics.delivered.inc({ connector, outcome: result.outcome });
    if (result.outcome === 'refused') refusals.push({ delivery, faults: result.faults });
  });
  return refusals;
}
