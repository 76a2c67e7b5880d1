import assert from 'node:assert/strict';
import { z } from 'zod';
import { createApi } from '../../../hub/http/app.ts';
import { openApiDocument } from '../../../hub/http/openapi.ts';
import { operations } from '../../../hub/http/operations.ts';
import { send, startTestHub, testDependencies } from './support/hub.ts';

type Json = { [key: string]: Json | undefined } & { description?: string; $ref?: string };

const document = openApiDocument() as unknown as Json;

function entries(json: Json | undefined): [string, Json][] {
  return Object.entries(json ?? {}).filter((entry): entry is [string, Json] => entry[1] !== undefined);
}

function documented(): { route: string; operation: Json }[] {
  return entries(document['paths']).flatMap(([path, methods]) =>
    entries(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
  );
}

/** Calls `visit` for every object in the document, with where it stands. */
function walk(json: unknown, visit: (node: Json, path: string) => void, path = ''): void {
  if (typeof json !== 'object' || json === null) return;
  visit(json as Json, path);
  for (const [key, value] of Object.entries(json)) walk(value, visit, `${path}/${key}`);
}

function resolve(schema: Json): Json {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (document['components']?.['schemas']?.[name] ?? {});
}

describe('the OpenAPI document', () => {
  it('is the same every time', () => {
    assert.deepEqual(openApiDocument(), openApiDocument());
  });

  it('is OpenAPI 3.1 with a server that is relative', () => {
    assert.equal(document['openapi'], '3.1.0');
    assert.deepEqual(document['servers']?.[0]?.['url'], '/');
  });

  it('has every route of the application, and no other', async () => {
    const app = createApi(await testDependencies());
    const routes = app.router.stack.flatMap(({ route }) => {
      if (route === undefined) return [];
      const methods = new Set(route.stack.map(({ method }) => method));
      // What takes every method is the answer 405.
      if (methods.size > 1) return [];
      return [...methods].map((method) => `${method.toUpperCase()} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`);
    });
    const expected = documented().map(({ route }) => route);
    assert.ok(expected.length >= 9);
    assert.deepEqual(routes.sort(), expected.sort());
  });

  it('describes every property and parameter', () => {
    const bare: string[] = [];
    walk(document, (node, path) => {
      for (const [name, property] of entries(path.endsWith('/example') ? undefined : node['properties'])) {
        if ((property.description ?? resolve(property).description) === undefined) bare.push(`${path}/${name}`);
      }
      if (node['in'] !== undefined && node.description === undefined) bare.push(path);
    });
    assert.deepEqual(bare, []);
  });

  it('describes every schema it names', () => {
    const schemas = entries(document['components']?.['schemas']);
    assert.ok(schemas.length > 10);
    assert.deepEqual(
      schemas.filter(([, { description }]) => description === undefined).map(([name]) => name),
      [],
    );
  });

  it('gives every operation a summary, a description, a success and its problems', () => {
    for (const { route, operation } of documented()) {
      assert.ok(operation['summary'] !== undefined && operation.description !== undefined, route);
      const responses = entries(operation['responses']);
      assert.ok(
        responses.some(([status]) => status.startsWith('2')),
        route,
      );
      const problems = responses.filter(([, { content }]) => content?.['application/problem+json'] !== undefined);
      assert.ok(
        problems.some(([status]) => status === '500'),
        route,
      );
      assert.ok(
        problems.some(([status]) => status.startsWith('4')),
        route,
      );
      const secured = (operation['security'] as unknown as unknown[]).length > 0;
      for (const status of secured ? ['401', '403', '503'] : []) assert.ok(operation['responses']?.[status], route);
    }
  });

  it('has examples that its own schemas take', () => {
    let checked = 0;
    const check = (schema: z.ZodType, where: string): void => {
      const example: unknown = schema.meta()?.['example'];
      if (example !== undefined) {
        assert.ok(schema.safeParse(example).success, `the example of ${where}`);
        checked += 1;
      }
      if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) check(schema.unwrap() as z.ZodType, where);
      const shape: Record<string, z.ZodType> = schema instanceof z.ZodObject ? { ...schema.shape } : {};
      for (const [name, child] of Object.entries(shape)) check(child, `${where}.${name}`);
    };
    for (const { id, body, query, answers } of operations) {
      if (body !== undefined) check(body, `${id} body`);
      if (query !== undefined) check(query, `${id} query`);
      for (const [status, { schema }] of Object.entries(answers)) check(schema, `${id} ${status}`);
    }
    assert.ok(checked > 15);
  });
});

describe('the documentation page', () => {
  it('needs nothing from elsewhere and runs no script of the page itself', async () => {
    const hub = await startTestHub();
    try {
      const page = await send(hub, '/docs');
      assert.equal(page.status, 200);
      const policy = page.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'; script-src 'self';/);
      assert.ok(!policy.includes('http'));
      const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
      assert.equal(links.length, 5);
      for (const link of links) {
        assert.doesNotMatch(link, /^(https?:)?\/\//);
        const asset = await send(hub, `/${link}`);
        assert.equal(asset.status, 200, link);
        assert.ok(asset.text.length > 50, link);
      }
      assert.deepEqual((await send(hub, '/openapi.json')).body, JSON.parse(JSON.stringify(document)));
      assert.equal((await send(hub, '/docs/')).headers.get('location'), '../docs');
      assert.equal((await send(hub, '/docs/swagger-ui.js.map')).status, 404);
    } finally {
      await hub.close();
    }
  });
});
