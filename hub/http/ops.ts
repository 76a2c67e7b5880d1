/** Metrics and health on an address of their own, away from the API and its callers. */
import express from 'express';
import type { Health } from '../observability/health.ts';
import type { Metrics } from '../observability/metrics.ts';
import { sendAnswer } from './answer.ts';
import type { RawCall, Route } from './operation.ts';
import { healthRoutes } from './routes/health.ts';
import { startHttp, type RunningServer } from './server.ts';

type OpsDependencies = { metrics: Pick<Metrics, 'registry'>; health: () => Health };

/** `/metrics`, `/health/live`, `/health/ready`. */
export function createOps({ metrics, health }: OpsDependencies): express.Express {
  const app = express().disable('x-powered-by').disable('etag');
  app.get('/metrics', async (_request, response) => {
    const text = await metrics.registry.metrics();
    response.setHeader('Content-Type', metrics.registry.contentType).end(text);
  });
  for (const route of healthRoutes(health)) app.get(route.operation.path, answerWith(route));
  return app;
}

/** Listens with them. */
export function startOps(options: OpsDependencies & { host: string; port: number }): Promise<RunningServer> {
  return startHttp({ app: createOps(options), host: options.host, port: options.port });
}

const nobody: RawCall = {
  parameters: {},
  caller: { client: '', scopes: new Set() },
  requestId: '',
  language: 'en',
  beganAt: 0,
  contentType: { type: '', charset: undefined },
  bytes: Buffer.alloc(0),
  rawQuery: {},
};

function answerWith({ handle }: Route): express.RequestHandler {
  return async (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    sendAnswer(response, await handle(nobody));
  };
}
