/** The `http` role: the API over the services of this process. */
import { randomUUID } from 'node:crypto';
import { createReplay } from './failures/replay.ts';
import { outOfTime, within } from './http/deadline.ts';
import { createApi } from './http/app.ts';
import type { Forms } from './http/forms.ts';
import { createDisclosure } from './prefill/disclosure.ts';
import type { SealKeys } from './prefill/keys.ts';
import type { Policies } from './prefill/policies.ts';
import { sealSubjects } from './prefill/pseudonyms.ts';
import { createSeals, type Seals } from './prefill/seals.ts';
import type { ConnectorState } from './http/routes/pipeline.ts';
import { startHttp } from './http/server.ts';
import { createIdentityDesk } from './identity/desk/desk.ts';
import { createProducer } from './kafka/producer.ts';
import { recordWriter } from './records/writer.ts';
import type { Services, Stop } from './roles.ts';

/** A caller waits for its answer, so its messages are given up after this; what was given up is sent again by them. */
const acknowledgeWithinMs = 8000;

/** Whoever reads the metrics gets them, whatever state the store is in. */
const countWithinMs = 1000;

/** The system in which whoever is not held is looked up. */
const lookupSystem = 'population';

/** What the API works with besides the services: read once, before anything is connected (hub/start-checks.ts). */
export type Proof = { forms: Forms; policies: Policies; sealKeys: SealKeys };

/** Starts the API. Answers its address, and how to end it. */
export async function startApi(services: Services, proof: Proof): Promise<{ address: string; stop: Stop }> {
  const { configuration, log, monitor, stalls } = services;
  const producer = await createProducer({ kafka: configuration.kafka, log, timeoutMs: acknowledgeWithinMs, stalls });
  const receivers = new Map(
    [...services.connectors].flatMap(([id, { receiver }]) => (receiver === undefined ? [] : [[id, receiver] as const])),
  );
  const writer = recordWriter({ ...services, ...configuration.ingest, producer });
  const { forms, policies, sealKeys } = proof;
  const seals = sealsOf(services, sealKeys);
  const source = services.connectors.get(lookupSystem)?.lookup;
  const app = createApi({
    ...services,
    forms,
    policies,
    seals,
    disclosure: createDisclosure({ ...services, ...configuration.prefill, seals, newId: randomUUID }),
    receivers,
    writer,
    identityDesk: createIdentityDesk({ ...services, writer }),
    replay: createReplay({ ...services, producer, receivers }),
    topicEnds: () => producer.ends(recordTopics(services), configuration.kafka.partitions),
    connectorStates: () => connectorStates(services),
    health: () => monitor.health(),
    ...(source === undefined ? {} : { lookup: { system: lookupSystem, source } }),
  });
  services.metrics.collectReviews(async () => {
    const open = await within(services.reviews.count('open'), performance.now() + countWithinMs);
    return open === outOfTime ? undefined : open;
  });
  const server = await startHttp({ app, ...configuration.http });
  return {
    address: server.address,
    stop: async () => {
      await server.close();
      await producer.close();
    },
  };
}

function sealsOf({ configuration, now }: Services, keys: SealKeys): Seals {
  const subjects = sealSubjects(configuration.identity.pseudonymKey);
  return createSeals({ keys, subjects, ...configuration.prefill.seals, now });
}

function recordTopics({ mappings, topics }: Services): string[] {
  return [...mappings.keys()].map((system) => topics.records(system));
}

function connectorStates({ connectors, pullers }: Services): ConnectorState[] {
  return [...connectors].map(([id, { breaker }]) => {
    const { lagEvents, lagSeconds, lastError } = pullers.get(id)?.() ?? {};
    return { id, breaker, lagEvents, lagSeconds, lastError };
  });
}
