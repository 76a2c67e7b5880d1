/** The API's own description: the OpenAPI document, and Swagger UI served from here with nothing from elsewhere. */
import { createRequire } from 'node:module';
import express, { type RequestHandler, type Router } from 'express';
import { docsPage, docsScript, docsStyle } from './docs-page.ts';
import { exchangeOf } from './exchange.ts';
import { openApiDocument } from './openapi.ts';

const require = createRequire(import.meta.url);

const assets = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

/** Everything from this address only; Swagger UI draws some icons as data URLs and styles some elements itself. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Where a person or a program looks. */
export const docsPaths = ['/openapi.json', '/docs'] as const;

/** `/openapi.json`, `/docs` and what the page needs. `issuer` issues the access tokens. */
export function docsRoutes({ issuer }: { issuer: string }): Router {
  const router = express.Router({ strict: true });
  const document = JSON.stringify(openApiDocument(), undefined, 2);
  router.get('/openapi.json', send('application/json; charset=utf-8', document, '/openapi.json'));
  router.get('/docs', send('text/html; charset=utf-8', docsPage(issuer), '/docs'));
  router.get('/docs/', (_request, response) => response.redirect(308, '../docs'));
  router.get('/docs/start.js', send('text/javascript; charset=utf-8', docsScript, '/docs/start.js'));
  router.get('/docs/page.css', send('text/css; charset=utf-8', docsStyle, '/docs/page.css'));
  for (const [name, type] of Object.entries(assets)) {
    const file = require.resolve(`swagger-ui-dist/${name}`);
    router.get(`/docs/${name}`, (_request, response) => {
      frame(`/docs/${name}`, response);
      response.setHeader('Content-Type', type).sendFile(file, { dotfiles: 'allow' });
    });
  }
  return router;
}

function send(type: string, content: string, route: string): RequestHandler {
  const bytes = Buffer.from(content);
  return (_request, response) => {
    frame(route, response);
    response.setHeader('Content-Type', type).setHeader('Content-Length', bytes.length).end(bytes);
  };
}

function frame(route: string, response: Parameters<RequestHandler>[1]): void {
  exchangeOf(response).route = route;
  response.setHeader('Content-Security-Policy', policy).setHeader('Cache-Control', 'no-cache');
}
