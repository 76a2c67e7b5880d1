/** The API as an Express application: every route from the operations, every error a problem. */
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { classify, HubError } from '../errors.ts';
import { createTokenVerifier, type Caller, type TokenVerifier } from '../security/tokens.ts';
import { languageOf, problemFrom, sendAnswer, sendProblem } from './answer.ts';
import { bodyReader, parseContentType, requireContentType } from './body.ts';
import type { ApiDependencies } from './dependencies.ts';
import { docsPaths, docsRoutes } from './docs.ts';
import { exchangeOf, frameExchanges, type Exchange } from './exchange.ts';
import type { Route } from './operation.ts';
import { ProblemError, problems } from './problems.ts';
import { accessLogRoutes } from './routes/access-log.ts';
import { failureRoutes } from './routes/failures.ts';
import { healthRoutes } from './routes/health.ts';
import { identityRoutes } from './routes/identity.ts';
import { pipelineRoutes } from './routes/pipeline.ts';
import { prefillRoutes } from './routes/prefill.ts';
import { recordRoutes } from './routes/records.ts';
import { reuseRoutes } from './routes/reuse.ts';
import { verifyRoutes } from './routes/verify.ts';

/** Makes the API; it does not listen yet. */
export function createApi(dependencies: ApiDependencies): Express {
  const { configuration, now } = dependencies;
  const app = express().disable('x-powered-by').disable('etag');
  const read = bodyReader(configuration.http.maxBodyBytes);
  const verify = createTokenVerifier(configuration.auth, now);
  app.use(frameExchanges(dependencies));
  const routes = apiRoutes(dependencies);
  for (const route of routes) {
    app[route.operation.method](expressPath(route), serve(route, { verify, read }));
  }
  app.use(docsRoutes(configuration.auth));
  refuseOtherMethods(app, routes);
  app.use(() => {
    throw new ProblemError('unknown-route');
  });
  app.use(answerErrors(dependencies));
  return app;
}

/** Every operation with what does it. */
function apiRoutes(dependencies: ApiDependencies): Route[] {
  const { maxRecordBytes } = dependencies.configuration.ingest;
  return [
    ...prefillRoutes(dependencies),
    ...verifyRoutes(dependencies),
    ...accessLogRoutes(dependencies),
    ...recordRoutes({ ...dependencies, maxRecordBytes }),
    ...failureRoutes(dependencies),
    ...identityRoutes(dependencies),
    ...pipelineRoutes(dependencies),
    ...reuseRoutes(dependencies),
    ...healthRoutes(dependencies.health),
  ];
}

function expressPath({ operation }: Route): string {
  return operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
}

type Tools = { verify: TokenVerifier; read: ReturnType<typeof bodyReader> };

const nobody: Caller = { client: '', scopes: new Set() };
const noBytes = Buffer.alloc(0);
const json = ['application/json'];

/** In this order: who calls, what kind of body, the body, what is in it, the work. */
function serve({ operation, handle }: Route, { verify, read }: Tools): RequestHandler {
  const hasBody = operation.body !== undefined || operation.takesBytes !== undefined;
  return async (request, response) => {
    const exchange = exchangeOf(response);
    exchange.route = operation.path;
    const caller = await authorise(request, { scope: operation.scope, verify, exchange });
    const contentType = parseContentType(request.headers['content-type']);
    if (operation.body !== undefined) requireContentType(contentType, json);
    const checkedAt = performance.now();
    const bytes = hasBody ? await read(request, response) : noBytes;
    const uploadMs = hasBody ? performance.now() - checkedAt : 0;
    const answer = await handle({
      parameters: request.params as Record<string, string>,
      caller,
      requestId: exchange.requestId,
      language: languageOf(request),
      beganAt: exchange.startedAt + uploadMs,
      contentType,
      bytes,
      rawQuery: request.query,
    });
    sendAnswer(response, answer);
  };
}

async function authorise(
  request: Request,
  { scope, verify, exchange }: { scope: string | undefined; verify: TokenVerifier; exchange: Exchange },
): Promise<Caller> {
  if (scope === undefined) return nobody;
  const caller = await verify(request.headers.authorization);
  exchange.client = caller.client;
  if (caller.scopes.has(scope)) return caller;
  throw new ProblemError('scope-missing', {
    errors: [{ path: 'Authorization', code: 'scope-missing', expected: `the scope ${scope}` }],
    headers: { 'WWW-Authenticate': `Bearer realm="lienthong", error="insufficient_scope", scope="${scope}"` },
  });
}

/** A known address with a method it does not take: 405 with those it takes, the sum over the routes of the path. */
function refuseOtherMethods(app: Express, routes: readonly Route[]): void {
  const methods = new Map<string, string[]>(docsPaths.map((path) => [path, ['GET', 'HEAD']]));
  for (const route of routes) {
    const path = expressPath(route);
    const own = route.operation.method === 'get' ? ['GET', 'HEAD'] : ['POST'];
    methods.set(path, [...(methods.get(path) ?? []), ...own]);
  }
  for (const [path, allowed] of methods) {
    app.all(path, (_request, response) => {
      exchangeOf(response).route = path.replaceAll(/:(\w+)/g, '{$1}');
      throw new ProblemError('method-not-allowed', { headers: { Allow: allowed.join(', ') } });
    });
  }
}

/** Whether a server answers but refuses what is asked of it (no right, no space): that does not pass by itself. */
function isLasting(error: unknown): boolean {
  return error instanceof HubError && error.cause !== undefined && classify(error.cause).disposition === 'permanent';
}

/** The last resort; Express tells it from other handlers by its four parameters. */
function answerErrors({ log }: ApiDependencies): express.ErrorRequestHandler {
  return (error: unknown, request: Request, response: Response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const exchange = exchangeOf(response);
    const { requestId, route } = exchange;
    const problem = problemFrom(error);
    exchange.code = problem.code;
    if (problems[problem.code].status === 500 || isLasting(error))
      log('http.error', { method: request.method, route, requestId, error });
    sendProblem(request, response, problem, requestId);
  };
}
