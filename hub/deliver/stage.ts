/**
 * The deliver stage of one sink: a batch of change events becomes one upsert per person with what the store holds now.
 * Sending the present state makes repeats and reordering harmless; the sink tells an older or equal version by it.
 */
import { ConnectorError } from '../../connectors/errors.ts';
import type { Sink, SinkItem, SinkResult } from '../../connectors/contract.ts';
import type { CitizenFields } from '../../mappings/canonical/citizen.ts';
import type { MergedView } from '../../mappings/canonical/slices.ts';
import type { OutboundMapping } from '../../mappings/contract.ts';
import { failureMessage, keyText } from '../failures/message.ts';
import type { Message } from '../kafka/consumer.ts';
import type { Producer } from '../kafka/producer.ts';
import type { Topics } from '../kafka/topics.ts';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Citizens, CitizenView } from '../store/citizens.ts';

export type DeliverDependencies = {
  connector: string;
  sink: Sink;
  mapping: OutboundMapping;
  citizens: Citizens;
  producer: Producer;
  topics: Topics;
  log: Log;
  metrics: Metrics;
  now: () => number;
  signal: AbortSignal;
};

type Delivery = { message: Message; item: SinkItem };
type Refusal = { delivery: Delivery; faults: { path: string; code: string; expected: string }[] };

/** Makes the batch handler for the consumer of change events of one sink. */
export function createDeliverer(dependencies: DeliverDependencies) {
  return async (messages: readonly Message[]): Promise<void> => {
    const latest = new Map(messages.map((message) => [keyText(message.key), message]));
    const views = await dependencies.citizens.viewMany([...latest.keys()]);
    // By the person they are now: two of whom events tell may be one.
    const items = new Map<string, Delivery>();
    for (const [person, message] of latest) {
      const item = toItem(views.get(person), dependencies.mapping);
      if (item !== undefined) items.set(item.key, { message, item });
    }
    const deliveries = [...items.values()];
    const refusals: Refusal[] = [];
    const size = dependencies.sink.maxBatch;
    for (let at = 0; at < deliveries.length; at += size) {
      refusals.push(...(await pushAll(deliveries.slice(at, at + size), dependencies)));
    }
    await keepRefusals(refusals, dependencies);
    dependencies.log('deliver.batch', {
      connector: dependencies.connector,
      records: deliveries.length,
      failed: refusals.length,
    });
  };
}

function toItem(view: CitizenView | undefined, mapping: OutboundMapping): SinkItem | undefined {
  const personalNumber = view?.identifiers[0]?.value;
  if (view === undefined || personalNumber === undefined) return undefined;
  const { _id: key, version, merged } = view;
  const payload = mapping.map({ personalNumber, revision: version, fields: valuesOf(merged) });
  return payload === null ? undefined : { kind: 'citizen', key, version, payload };
}

function valuesOf(merged: MergedView): CitizenFields {
  return Object.fromEntries(Object.entries(merged).map(([field, { value }]) => [field, value]));
}

/** Pushes a chunk. If the system refuses it as a whole, each item goes alone, so that one cannot block the others. */
async function pushAll(deliveries: Delivery[], dependencies: DeliverDependencies): Promise<Refusal[]> {
  const { sink, signal, connector, metrics } = dependencies;
  let results: SinkResult[];
  try {
    results = await sink.push(
      deliveries.map(({ item }) => item),
      signal,
    );
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.disposition !== 'permanent') throw error;
    if (deliveries.length > 1) {
      const refusals: Refusal[] = [];
      for (const delivery of deliveries) refusals.push(...(await pushAll([delivery], dependencies)));
      return refusals;
    }
    results = [
      { outcome: 'refused', faults: [{ path: '', code: error.code, expected: 'a message the system takes' }] },
    ];
  }
  const refusals: Refusal[] = [];
  deliveries.forEach((delivery, index) => {
    const result = results[index] ?? { outcome: 'refused', faults: [] };
    metrics.delivered.inc({ connector, outcome: result.outcome });
    if (result.outcome === 'refused') refusals.push({ delivery, faults: result.faults });
  });
  return refusals;
}

async function keepRefusals(refusals: readonly Refusal[], dependencies: DeliverDependencies): Promise<void> {
  const { connector, producer, topics, metrics, log, now } = dependencies;
  const failedAt = new Date(now()).toISOString();
  const code = 'delivery-refused';
  const messages = refusals.map(({ delivery: { message, item }, faults }) =>
    failureMessage(topics.failed, {
      id: `${connector}-${item.key}-${item.version}`,
      stage: 'deliver',
      code,
      faults,
      system: connector,
      type: item.kind,
      origin: message,
      target: topics.deliveries(connector),
      failedAt,
    }),
  );
  await producer.send(messages);
  metrics.failures.inc({ stage: 'deliver', code }, refusals.length);
  for (const { delivery } of refusals) {
    const { topic, partition, offset } = delivery.message;
    log('record.failed', { stage: 'deliver', code, connector, topic, partition, offset });
  }
}
