/**
 * The deliver stage of one sink: a batch of change events becomes one upsert per person with what the store holds now.
 * Sending the present state makes repeats and reordering harmless; the sink tells an older or equal version by it.
 */
import type { SinkItem } from '../../connectors/contract.ts';
import { citizenFieldNames, type CitizenFields } from '../../mappings/canonical/citizen.ts';
import { isProtected } from '../../mappings/canonical/protection.ts';
import type { MergedView } from '../../mappings/canonical/slices.ts';
import type { OutboundMapping } from '../../mappings/contract.ts';
import { failureMessage, keyText } from '../failures/message.ts';
import type { Message } from '../kafka/consumer.ts';
import type { Producer } from '../kafka/producer.ts';
import type { Topics } from '../kafka/topics.ts';
import type { Log } from '../observability/log.ts';
import type { Citizens, CitizenView } from '../store/citizens.ts';
import { beginProgress, pushRest, type Delivery, type PushDependencies, type Refusal } from './push.ts';

export type DeliverDependencies = PushDependencies & {
  mapping: OutboundMapping;
  citizens: Pick<Citizens, 'viewMany'>;
  producer: Producer;
  topics: Topics;
  log: Log;
  now: () => number;
};

/** Makes the batch handler for the consumer of change events of one sink. */
export function createDeliverer(dependencies: DeliverDependencies) {
  const { maxBatch } = dependencies.sink;
  let progress = beginProgress([], maxBatch, undefined);
  return async (messages: readonly Message[]): Promise<void> => {
    if (progress.messages !== messages) progress = beginProgress(messages, maxBatch, progress.known);
    const { refusals } = progress;
    const deliveries = await deliveriesOf(messages, dependencies);
    await pushRest(deliveries, progress, dependencies);
    await keepRefusals(refusals, dependencies);
    dependencies.log('deliver.batch', {
      connector: dependencies.connector,
      records: deliveries.length,
      failed: refusals.length,
    });
    progress = beginProgress([], maxBatch, progress.known);
  };
}

async function deliveriesOf(messages: readonly Message[], dependencies: DeliverDependencies): Promise<Delivery[]> {
  const latest = new Map(messages.map((message) => [keyText(message.key), message]));
  const views = await dependencies.citizens.viewMany([...latest.keys()]);
  // By the person they are now: two of whom events tell may be one.
  const items = new Map<string, Delivery>();
  for (const [person, message] of latest) {
    const item = toItem(views.get(person), dependencies.mapping);
    if (item !== undefined) items.set(item.key, { message, item });
  }
  return [...items.values()];
}

function toItem(view: CitizenView | undefined, mapping: OutboundMapping): SinkItem | undefined {
  const personalNumber = view?.identifiers[0]?.value;
  if (view === undefined || personalNumber === undefined) return undefined;
  const { _id: key, version, merged } = view;
  const payload = mapping.map({ personalNumber, revision: version, fields: valuesOf(merged) });
  return payload === null ? undefined : { kind: 'citizen', key, version, payload };
}

/** What a system may be sent: where somebody protected lives is in no message, so whoever held it drops it. */
function valuesOf(merged: MergedView): CitizenFields {
  const given = citizenFieldNames.filter((field) => merged[field] !== undefined && !isProtected(field, merged));
  return Object.fromEntries(given.map((field) => [field, merged[field]?.value]));
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
