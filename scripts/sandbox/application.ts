/** The routes of all simulated systems on one express application. */
import express, { text, type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import { createCivilStatus } from './civil-status/service.ts';
import { send, serve, serveForeign } from './control/deliver.ts';
import type { Switchboard, System } from './control/faults.ts';
import { bodyOf, controlRoutes } from './control/routes.ts';
import type { World } from './control/world.ts';
import { json, problem, type Reply } from './lib/reply.ts';
import type { AuthorizationServer } from './oauth/server.ts';
import type { SandboxCredentials } from './options.ts';
import { createPopulation } from './population/service.ts';
import { createPortal } from './portal/service.ts';
import type { SitePortal } from './site/portal.ts';
import { siteRoutes } from './site/routes.ts';

export type Parts = {
  world: World;
  switchboard: Switchboard;
  oauth: AuthorizationServer;
  credentials: SandboxCredentials;
  site: SitePortal;
};

type Handle = (request: Request) => Reply | Promise<Reply>;

/** The application. Errors that are nobody's fault but ours are answered 500 and written to stderr by name only. */
export function application(parts: Parts): Express {
  const { world, switchboard, credentials, site } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use('/oauth', authorisation(parts));
  const of = (system: System, handle: Handle): RequestHandler => {
    return async (request, response) => {
      await serve(response, { system, switchboard }, () => handle(request));
    };
  };
  const portal = createPortal(credentials.portal, world.clock.now, world.journal);
  population(app, parts, of);
  civilStatus(app, parts, of);
  app.post(
    '/dvcqg/login',
    body('16kb'),
    of('portal', (request) => portal.login(request.header('dstcode'), parsed(request))),
  );
  app.post(
    '/dvcqg/services',
    body('8mb'),
    of('portal', (request) => portal.call(parsed(request))),
  );
  // With the slash, the page's own addresses are below it.
  app.get(/^\/site$/, (_request, response) => {
    response.redirect(308, '/site/');
  });
  app.use('/site', siteRoutes(site));
  app.use(controlRoutes({ world, portal, switchboard }));
  app.use((_request, response) => {
    send(response, problem(404, 'There is no such route; GET / lists them'));
  });
  app.use(lastResort);
  return app;
}

function population(app: Express, parts: Parts, of: (system: System, handle: Handle) => RequestHandler): void {
  const { world, switchboard, credentials } = parts;
  const { now } = world.clock;
  const disturb = switchboard.disturb('population');
  const service = createPopulation({ registry: world.registry, credentials: credentials.population, now, disturb });
  app.post(
    '/population',
    body('64kb'),
    of('population', (request) => {
      const url = `http://${request.headers.host ?? ''}${request.originalUrl}`;
      return service({ url, headers: request.headers, body: bodyOf(request) });
    }),
  );
}

function civilStatus(app: Express, parts: Parts, of: (system: System, handle: Handle) => RequestHandler): void {
  const { world, switchboard, oauth } = parts;
  const disturb = switchboard.disturb('civil-status');
  const service = createCivilStatus({ feed: world.feed, checkToken: oauth.checkFeedToken, disturb });
  app.get(
    '/civil-status/v1/events/head',
    of('civil-status', (request) => service.head(request.headers.authorization)),
  );
  app.get(
    '/civil-status/v1/events',
    of('civil-status', (request) =>
      service.events(request.headers.authorization, { from: request.query['from'], limit: request.query['limit'] }),
    ),
  );
}

/** A spoiled answer of the OAuth server is one of this kind. */
const tokenLike = json(200, { access_token: 'x'.repeat(400), token_type: 'Bearer', expires_in: 600 });

function authorisation({ oauth, switchboard }: Parts): RequestHandler {
  return async (request, response) => {
    const handle = () => {
      oauth.handle(request, response);
    };
    await serveForeign(response, { system: 'oauth', switchboard }, { handle, alike: tokenLike });
  };
}

function body(limit: string): RequestHandler {
  return text({ type: () => true, limit });
}

/** The body as JSON; undefined if it is not. */
function parsed(request: Request): unknown {
  try {
    return JSON.parse(bodyOf(request));
  } catch {
    return undefined;
  }
}

const lastResort: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const status = statusOf(error);
  if (status === 500)
    process.stderr.write(`{"error":"internal","name":"${error instanceof Error ? error.name : 'unknown'}"}\n`);
  if (response.headersSent) next(error);
  else
    send(
      response,
      problem(status, status === 500 ? 'Something broke inside the sandbox' : 'The request cannot be read'),
    );
};

/** Errors of the body parser say what the request did wrong (413, 400, 415). */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('status' in error)) return 500;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500 ? error.status : 500;
}
