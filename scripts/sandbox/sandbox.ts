/**
 * One process, one HTTP server: the population database, civil status, the national portal's store, OAuth 2.0; and social
 * insurance, which delivers files. The health system is played on a Kafka topic, where there is a Kafka.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { application } from './application.ts';
import { createFeed } from './civil-status/feed.ts';
import { send } from './control/deliver.ts';
import { createClock } from './control/clock.ts';
import { createSwitchboard } from './control/faults.ts';
import { noJournal, openJournal } from './control/journal.ts';
import { replay } from './control/life-events.ts';
import { startSpontaneousEvents } from './control/spontaneous.ts';
import { createWorld, type World } from './control/world.ts';
import { createHealth } from './health/health.ts';
import { publish, type HealthTopic } from './health/topic.ts';
import { problem } from './lib/reply.ts';
import { createAuthorizationServer } from './oauth/server.ts';
import { optionsSchema, type SandboxOptions } from './options.ts';
import { createPeople } from './people/people.ts';
import { loadPlaces } from './people/places.ts';
import { createRegistry } from './people/registry.ts';
import { loadUnitNames } from './people/unit-names.ts';
import { openDeliveries } from './social-insurance/deliveries.ts';
import { loadForms } from '../../hub/http/forms.ts';
import { createHub, type HubAccess } from './site/hub.ts';
import { createSitePortal, type SitePortal } from './site/portal.ts';
import { createInsurance } from './social-insurance/insurance.ts';

export { testCredentials } from './options.ts';

export type Sandbox = { url: string; port: number; close(): Promise<void> };

/** Starts a sandbox; port 0 takes a free one. Throws ZodError on options out of range, the system's error on a port in use. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { host, port, eventsPerMinute, kafkaBrokers, healthTopic, hubUrl, ...rest } = optionsSchema.parse(options);
  let listener: RequestListener = (_request, response) => {
    send(response, problem(503, 'The sandbox is starting'));
  };
  const server = createServer((request, response) => {
    listener(request, response);
  });
  // Clients keep connections; closing idle ones early would look like a fault that nobody set.
  server.keepAliveTimeout = 75_000;
  const bound = await listen(server, host, port);
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${String(bound)}`;
  const world = makeWorld({ ...rest, now: options.now ?? Date.now });
  const at = kafkaBrokers === undefined ? undefined : { brokers: kafkaBrokers, topic: healthTopic };
  const stopHealth = await playHealth(world, at);
  const { credentials } = options;
  const oauth = await createAuthorizationServer(`${url}/oauth`, credentials.clients);
  const site = playSite(world, { url: hubUrl, tokenEndpoint: `${url}/oauth/token`, clients: credentials.clients });
  listener = application({ world, switchboard: createSwitchboard(rest.seed), oauth, credentials, site });
  const stopEvents = startSpontaneousEvents(world, eventsPerMinute);
  const close = async () => {
    stopEvents();
    await shut(server);
    await stopHealth();
  };
  return { url, port: bound, close };
}

/** The provincial portal: it knows the forms there are, and calls the hub. */
function playSite({ registry, clock }: World, access: Omit<HubAccess, 'now'>): SitePortal {
  const { now } = clock;
  return createSitePortal({ hub: createHub({ ...access, now }), forms: loadForms({ now }), registry, now });
}

/** Where in the data folder social insurance delivers. */
const dropFolder = 'social-insurance';

type WorldOptions = { seed: number; citizens: number; dataFolder?: string | undefined; now: () => number };

function makeWorld({ seed, citizens, dataFolder, now }: WorldOptions): World {
  const clock = createClock(now);
  const people = createPeople(seed, citizens, loadPlaces());
  const journal = dataFolder === undefined ? noJournal : openJournal(dataFolder, { seed, citizens });
  const registry = createRegistry(people);
  const deliveries = dataFolder === undefined ? undefined : openDeliveries(join(dataFolder, dropFolder), clock.now);
  const insurance = deliveries && createInsurance(registry, deliveries, clock.now);
  const feed = createFeed(people, clock.now);
  const health = createHealth({ registry, writeAddress: loadUnitNames(), now: clock.now });
  const world = createWorld({ registry, feed, health, clock, journal, insurance });
  replay(world);
  return world;
}

/** The sandbox is of use without it: where Kafka does not answer, that is said on stderr, and by the start page. */
async function playHealth({ health }: World, at: HealthTopic | undefined): Promise<() => Promise<void>> {
  try {
    if (at !== undefined) return await publish(at, health);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    process.stderr.write(
      `${JSON.stringify({ error: 'health', detail: `writing to SANDBOX_KAFKA_BROKERS: ${why}` })}\n`,
    );
  }
  return () => Promise.resolve();
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
