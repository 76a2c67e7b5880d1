/** The API's own description: the OpenAPI document, and Swagger UI served from here with nothing from elsewhere. */
import { createRequire } from 'node:module';
import express, { type RequestHandler, type Router } from 'express';
import { exchangeOf } from './exchange.ts';
import { openApiDocument } from './openapi.ts';

const require = createRequire(import.meta.url);

const assets = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

const page = `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Liên thông API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="icon" type="image/png" href="docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`;

const script = `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });
`;

/** Everything from this address only; Swagger UI draws some icons as data URLs and styles some elements itself. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Where a person or a program looks. */
export const docsPaths = ['/openapi.json', '/docs'] as const;

/** `/openapi.json`, `/docs` and what the page needs. */
export function docsRoutes(): Router {
  const router = express.Router({ strict: true });
  const document = JSON.stringify(openApiDocument(), undefined, 2);
  router.get('/openapi.json', send('application/json; charset=utf-8', document, '/openapi.json'));
  router.get('/docs', send('text/html; charset=utf-8', page, '/docs'));
  router.get('/docs/', (_request, response) => response.redirect(308, '../docs'));
  router.get('/docs/start.js', send('text/javascript; charset=utf-8', script, '/docs/start.js'));
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
