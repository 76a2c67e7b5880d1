/** The sandbox's own interface: life events, faults, and a look into what the systems hold. */
import { Router, text, type Request, type Response } from 'express';
import { z } from 'zod';
import { json, problem, RequestError, type Reply } from '../lib/reply.ts';
import { sampleCitizens } from '../people/samples.ts';
import { shown, type PortalService } from '../portal/service.ts';
import { send } from './deliver.ts';
import { bulkInput, eventInput, readInput } from './event-input.ts';
import { faultInput, systems, type Switchboard } from './faults.ts';
import { happen, happenInBulk } from './life-events.ts';
import type { World } from './world.ts';

export type Control = { world: World; portal: PortalService; switchboard: Switchboard };

const routes = {
  'POST /population': 'national population database, SOAP 1.1',
  'GET /civil-status/v1/events, /civil-status/v1/events/head': 'civil status feed, bearer token',
  'POST /dvcqg/login, /dvcqg/services': 'national portal’s store',
  'POST /oauth/token, GET /oauth/jwks': 'OAuth 2.0 server, client credentials',
  'files in the data folder': 'social insurance: deliveries, each with its manifest',
  'POST /events':
    'make a life event happen: birth, marriage, death, name-correction, move, annulment, insurance-enrolment, health-visit',
  'POST /events/bulk': 'append {count, seed?} acts to the civil status feed',
  'GET /faults, POST /faults, DELETE /faults, DELETE /faults/{system}':
    'what is to go wrong; setting replaces the system’s faults',
  'GET /portal/citizens/{personalNumber}, /portal/cases/{caseCode}, /portal/summary': 'what the portal’s store holds',
  'GET /social-insurance/enrolments?offset=0&limit=100': 'who is insured, and whose records are old',
  'GET /samples': 'ten citizens with something special',
  'GET /citizens?offset=0&limit=100': 'citizens as the population database has them',
  'GET /site/': 'a provincial portal one can see: forms filled by the hub, in a browser',
  'GET /health': 'answers 200',
};

type Answer = (request: Request) => Reply;

/** The routes of the control interface. */
export function controlRoutes({ world, portal, switchboard }: Control): Router {
  const what = 'Sandbox of Liên thông: simulated outside systems, invented people.';
  const answers: Readonly<Record<string, Answer>> = {
    'get /': () => json(200, { what, routes, health: healthShown(world) }),
    'get /health': () => json(200, { status: 'ok' }),
    'get /samples': () => json(200, sampleCitizens(world.registry)),
    'get /citizens': (request) => citizens(world, request),
    'get /social-insurance/enrolments': (request) => enrolments(world, request),
    'post /events': (request) => json(201, happen(world, readInput(eventInput, bodyOf(request)))),
    'post /events/bulk': (request) => bulk(world, request),
    'get /faults': () => json(200, switchboard.current()),
    'post /faults': (request) => {
      switchboard.set(readInput(faultInput, bodyOf(request)));
      return faultsNow({ world, switchboard });
    },
    'delete /faults': () => clear({ world, switchboard }, undefined),
    'delete /faults/:system': (request) => clear({ world, switchboard }, request.params['system']),
    'get /portal/summary': () => json(200, portal.summary()),
    'get /portal/citizens/:key': (request) => shown(portal.citizen(keyOf(request))),
    'get /portal/cases/:key': (request) => shown(portal.case(keyOf(request))),
  };
  const router = Router();
  router.use(text({ type: () => true, limit: '256kb' }));
  for (const [route, handle] of Object.entries(answers)) {
    const [method, path = '/'] = route.split(' ');
    const verb = method === 'post' ? 'post' : method === 'delete' ? 'delete' : 'get';
    router[verb](path, (request: Request, response: Response) => {
      send(
        response,
        answer(() => handle(request)),
      );
    });
  }
  return router;
}

/** The health system has no routes: it writes to a topic. */
function healthShown({ health }: World): string {
  return health.topic === undefined
    ? 'not played: start the sandbox with SANDBOX_KAFKA_BROKERS'
    : `patients’ records on Kafka topic ${health.topic}`;
}

function answer(handle: () => Reply): Reply {
  try {
    return handle();
  } catch (error) {
    if (error instanceof RequestError) return problem(error.status, error.message, error.faults);
    throw error;
  }
}

/** The body as text; empty if there was none. */
export function bodyOf(request: Request): string {
  const body: unknown = request.body;
  return typeof body === 'string' ? body : '';
}

function keyOf(request: Request): string {
  const key = request.params['key'];
  return typeof key === 'string' ? key : '';
}

function bulk(world: World, request: Request): Reply {
  const { count, seed } = readInput(bulkInput, bodyOf(request));
  return json(201, happenInBulk(world, { count, seed: seed ?? world.nextDraws().below(4_294_967_296) }));
}

type Faulty = Pick<Control, 'world' | 'switchboard'>;

/** Files have no request at which to fail: deliveries are told of their outage when it begins and when it ends. */
function faultsNow({ world, switchboard }: Faulty): Reply {
  const faults = switchboard.current();
  world.insurance?.interrupt(faults['social-insurance']?.outage === true);
  return json(200, faults);
}

function clear({ world, switchboard }: Faulty, name: string | string[] | undefined): Reply {
  const system = systems.find((known) => known === name);
  if (name !== undefined && system === undefined) {
    throw new RequestError(404, 'There is no such system', [
      { path: 'system', code: 'unknown-system', expected: systems.join(', ') },
    ]);
  }
  switchboard.clear(system);
  return faultsNow({ world, switchboard });
}

const pageQuery = z.object({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

function citizens(world: World, request: Request): Reply {
  const { offset, limit } = readInput(pageQuery, JSON.stringify(request.query));
  const last = Math.min(offset + limit, world.registry.end());
  const page = [];
  for (let index = offset; index < last; index += 1) {
    const person = world.registry.inPopulation(index);
    if (person !== undefined) page.push(person);
  }
  return json(200, { total: world.registry.people.size, citizens: page });
}

function enrolments(world: World, request: Request): Reply {
  const { offset, limit } = readInput(pageQuery, JSON.stringify(request.query));
  return json(200, { enrolments: world.insurance?.truths(offset, offset + limit) ?? [] });
}
