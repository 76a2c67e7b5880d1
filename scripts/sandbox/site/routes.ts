/** The provincial portal one can see: its page, what the page needs, and what the page asks of its server. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import express, { Router, text, type RequestHandler } from 'express';
import { z } from 'zod';
import { projectRoot } from '../../../config/root.ts';
import { bodyOf } from '../control/routes.ts';
import { send } from '../control/deliver.ts';
import { readInput } from '../control/event-input.ts';
import { json, problem, RequestError, type Reply } from '../lib/reply.ts';
import type { Trouble } from './contract.ts';
import { HubTrouble } from './hub.ts';
import type { SitePortal } from './portal.ts';

const require = createRequire(import.meta.url);

/** Nothing comes from elsewhere. Form.io makes functions of its templates, styles elements and draws icons as data URLs. */
const policy =
  "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const value = z.union([z.string().max(10_000), z.boolean(), z.array(z.record(z.string(), z.string().max(10_000)))]);
const number = z.string().regex(/^\d{12}$/);
const bodies = {
  citizen: z.strictObject({ index: z.int().min(0) }),
  opening: z.strictObject({ citizen: number, form: z.string().max(100), other: number.optional() }),
  submission: z.strictObject({
    opening: z.string().max(100),
    fields: z.record(z.string(), z.strictObject({ value, seal: z.string().max(100).optional() })),
  }),
};

/** The portal’s routes, under the path they are given. */
export function siteRoutes(portal: SitePortal): Router {
  const router = Router({ strict: true });
  router.use((_request, response, next) => {
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });
  router.use(pageFiles());
  router.use(text({ type: () => true, limit: '1mb' }));
  router.get(
    '/api/start',
    answer(() => portal.start()),
  );
  router.get(
    '/api/report',
    answer(() => portal.report()),
  );
  router.post(
    '/api/citizens',
    answer((body) => portal.citizen(readInput(bodies.citizen, body).index)),
  );
  router.post(
    '/api/openings',
    answer((body) => portal.open(readInput(bodies.opening, body))),
  );
  router.post(
    '/api/submissions',
    answer((body) => portal.submit(readInput(bodies.submission, body))),
  );
  return router;
}

/** The page and its style as they are written, its code as it was built, and Form.io from its package. */
function pageFiles(): Router {
  const router = Router({ strict: true });
  const page = ['scripts', 'sandbox', 'site', 'page'];
  const written = join(projectRoot(), ...page);
  const built = join(projectRoot(), 'dist', ...page);
  router.get('/', (_request, response) => response.sendFile(join(written, 'index.html')));
  for (const name of ['style.css', 'icon.svg']) {
    router.get(`/${name}`, (_request, response) => response.sendFile(join(written, name)));
  }
  for (const name of ['formio.form.min.js', 'formio.form.min.css']) {
    const file = require.resolve(`@formio/js/dist/${name}`);
    router.get(`/form-engine/${name}`, (_request, response) => {
      response.setHeader('Cache-Control', 'public, max-age=3600').sendFile(file, { dotfiles: 'allow' });
    });
  }
  router.use('/page', express.static(built, { index: false, extensions: [] }));
  return router;
}

const statuses: Readonly<Record<Trouble['code'], number>> = {
  'no-hub': 503,
  'hub-silent': 502,
  'hub-refused': 502,
  'unknown-citizen': 404,
  'unfit-other': 422,
  'unknown-opening': 404,
};

function answer(handle: (body: string) => unknown): RequestHandler {
  return async (request, response) => {
    send(response, await replyOf(handle, bodyOf(request)));
  };
}

async function replyOf(handle: (body: string) => unknown, body: string): Promise<Reply> {
  try {
    return json(200, await handle(body));
  } catch (error) {
    if (error instanceof HubTrouble) return trouble(error);
    if (error instanceof RequestError) return problem(error.status, error.message, error.faults);
    throw error;
  }
}

function trouble({ code, message: detail }: HubTrouble): Reply {
  const body: Trouble = { code, detail };
  return json(statuses[code], body);
}
