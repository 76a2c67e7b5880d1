/** One process, one HTTP server: the population database, civil status, the national portal's store, OAuth 2.0. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { application } from './application.ts';
import { createFeed } from './civil-status/feed.ts';
import { send } from './control/deliver.ts';
import { createSwitchboard } from './control/faults.ts';
import { startSpontaneousEvents } from './control/spontaneous.ts';
import { createWorld } from './control/world.ts';
import { problem } from './lib/reply.ts';
import { createAuthorizationServer } from './oauth/server.ts';
import { optionsSchema, type SandboxOptions } from './options.ts';
import { createPeople } from './people/people.ts';
import { loadPlaces } from './people/places.ts';
import { createRegistry } from './people/registry.ts';

export { testCredentials } from './options.ts';

export type Sandbox = { url: string; port: number; close(): Promise<void> };

/** Starts a sandbox; port 0 takes a free one. Throws ZodError on options out of range, the system's error on a port in use. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { host, port, citizens, seed, eventsPerMinute } = optionsSchema.parse(options);
  const now = options.now ?? Date.now;
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
  const people = createPeople(seed, citizens, loadPlaces());
  const world = createWorld(createRegistry(people), createFeed(people, now), now);
  const oauth = await createAuthorizationServer(`${url}/oauth`, options.credentials.clients);
  const switchboard = createSwitchboard(seed);
  listener = application({ world, switchboard, oauth, credentials: options.credentials, now });
  const stopEvents = startSpontaneousEvents(world, eventsPerMinute);
  const close = async () => {
    stopEvents();
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  };
  return { url, port: bound, close };
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
