/** The OpenAPI document, made from the operations and the very schemas that validate. */
import {
  OpenApiGeneratorV31,
  OpenAPIRegistry,
  type ResponseConfig,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { scopes } from '../security/scopes.ts';
import { tokenFaults } from '../security/token-error.ts';
import { operations } from './operations.ts';
import type { Route } from './operation.ts';
import { problemBase, problems, type ProblemCode } from './problems.ts';
import { problemSchema } from './schemas/problem.ts';

type Operation = Route['operation'];

const description = `
Liên thông keeps citizen data in step between the national population database, sector systems and the public service
portal. Here a portal fills forms, a sector system sends records, an administrator sees what failed.

Access is by OAuth 2.0 bearer tokens (RFC 9068). Errors are problem details (RFC 9457) that name every fault at once.
An identity number stands in a request body only, never in an address. Every answer has X-Request-Id; a caller may
send its own (a UUID or 32 hexadecimal digits).
`.trim();

const tags = [
  { name: 'Prefill', description: 'Filling forms.' },
  { name: 'Records', description: 'Sending records.' },
  { name: 'Administration', description: 'Failures, replay, and the books of the pipeline.' },
  { name: 'Identity', description: 'Who is who: questions, people, and acts.' },
  { name: 'Health', description: 'For load balancers and orchestrators.' },
];

/** The document, OpenAPI 3.1; the same every time. */
export function openApiDocument(): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT by RFC 9068',
    description: `Scopes: ${Object.entries(scopes)
      .map(([scope, opens]) => `\`${scope}\`: ${opens}`)
      .join(' ')}`,
  });
  for (const operation of operations) registry.registerPath(pathOf(operation));
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Liên thông API',
      version: '1.0.0',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This hub.' }],
    tags,
  });
  delete document.webhooks;
  return document;
}

function pathOf(operation: Operation): RouteConfig {
  const { id, method, path, tag, summary, scope } = operation;
  return {
    operationId: id,
    method,
    path,
    tags: [tag],
    summary,
    description: operation.description,
    security: scope === undefined ? [] : [{ bearer: [scope] }],
    request: requestOf(operation),
    responses: responsesOf(operation),
  };
}

function requestOf({ parameters, query, body, takesBytes }: Operation): NonNullable<RouteConfig['request']> {
  const params = Object.entries(parameters ?? {}).map(([name, text]) => [name, z.string().meta({ description: text })]);
  return {
    ...(params.length === 0 ? {} : { params: z.object(Object.fromEntries(params) as Record<string, z.ZodString>) }),
    ...(query instanceof z.ZodObject ? { query } : {}),
    ...(body === undefined ? {} : { body: { required: true, content: { 'application/json': { schema: body } } } }),
    ...(takesBytes === true ? { body: bytesBody } : {}),
  };
}

const bytesBody = {
  required: true,
  description: 'In the format of the system; which content types are taken depends on it, all in UTF-8.',
  content: {
    'application/json': { schema: z.unknown().meta({ description: 'As the system’s own interface defines it.' }) },
    'application/xml': { schema: z.string().meta({ description: 'As the system’s own interface defines it.' }) },
  },
};

function responsesOf(operation: Operation): Record<string, ResponseConfig> {
  const responses: Record<string, ResponseConfig> = {};
  for (const [status, answer] of Object.entries(operation.answers)) {
    const content = { [answer.contentType ?? 'application/json']: { schema: answer.schema } };
    responses[status] = { description: answer.description, content };
  }
  for (const [status, codes] of problemsByStatus(operation)) responses[status] ??= problemResponse(status, codes);
  return responses;
}

/** Every problem the operation can end with: its own, and those that its scope and body bring. */
function problemsOf({ scope, body, takesBytes, problems: own }: Operation): ProblemCode[] {
  const jsonBody = body !== undefined;
  return [
    ...own,
    'invalid-request',
    'malformed-request',
    'internal-error',
    ...(scope === undefined ? [] : ([...tokenFaults, 'scope-missing'] as const)),
    ...(jsonBody ? (['malformed-json'] as const) : []),
    ...(jsonBody || takesBytes === true ? (['unsupported-content-type', 'body-too-large'] as const) : []),
  ];
}

function problemsByStatus(operation: Operation): [string, ProblemCode[]][] {
  const byStatus = new Map<string, ProblemCode[]>();
  for (const code of problemsOf(operation)) {
    const status = String(problems[code].status);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [...byStatus];
}

const requestId = '0e4f1f1c-6a5e-4c55-9d1b-2f6f0a6f2f11';

const headersByStatus: Readonly<Record<string, Record<string, { description: string; schema: { type: 'string' } }>>> = {
  '401': {
    'WWW-Authenticate': { description: 'What is wrong with the token (RFC 6750).', schema: { type: 'string' } },
  },
  '403': { 'WWW-Authenticate': { description: 'Which scope is needed, if one is.', schema: { type: 'string' } } },
  '503': { 'Retry-After': { description: 'Seconds after which to try again.', schema: { type: 'string' } } },
};

function problemResponse(status: string, codes: readonly ProblemCode[]): ResponseConfig {
  const examples = Object.fromEntries(
    codes.map((code) => [
      code,
      { value: { type: problemBase + code, title: problems[code].en, status: problems[code].status, requestId } },
    ]),
  );
  const headers = headersByStatus[status];
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].en}`).join(' '),
    ...(headers === undefined ? {} : { headers }),
    content: { 'application/problem+json': { schema: problemSchema, examples } },
  };
}
