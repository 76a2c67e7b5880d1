/** The API as its OpenAPI document has it: what a reader is told to send, and what may be answered. */
import { z } from 'zod';
import { openApiDocument } from '../../hub/http/openapi.ts';

type JsonSchema = z.core.JSONSchema.JSONSchema;

const jsonSchema = z.custom<JsonSchema>((value) => typeof value === 'object' && value !== null);
const media = z.object({
  schema: jsonSchema,
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.object({ value: z.unknown() })).default({}),
});
const content = z.record(z.string(), media).default({});
const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query']),
  schema: z.object({ example: z.unknown().optional() }),
});
const operation = z.object({
  operationId: z.string(),
  security: z.array(z.object({ bearer: z.array(z.string()) })),
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content })),
});
const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), jsonSchema) }),
});

type Media = z.infer<typeof media>;
type Operation = z.infer<typeof operation>;

/** A request made of the examples of an operation; `body` is JSON. */
export type ExampleRequest = { method: string; path: string; body: unknown };

/** An example in the document: what is wrong with it by its own schema, if anything. */
export type Example = { where: string; value: unknown; fault: string | undefined };

export type Documented = {
  id: string;
  /** The scope its caller needs. */
  scope: string | undefined;
  /** What an example is missing for: a parameter in the path, or the body. */
  missing: readonly string[];
  request: ExampleRequest;
  /** The statuses it can answer. */
  statuses: readonly string[];
  examples: readonly Example[];
  /** What is wrong with an answer by the document: not listed, or not as its schema says; undefined: nothing. */
  faultOf: (answer: { status: number; contentType: string; json: unknown }) => string | undefined;
};

/** Every operation of the document. */
export function documentedOperations(): Documented[] {
  // The validator knows references within one schema, so the named ones are put into each.
  const text = JSON.stringify(openApiDocument()).replaceAll('#/components/schemas/', '#/$defs/');
  const { paths, components } = document.parse(JSON.parse(text));
  const check = ({ schema }: Media, value: unknown): string | undefined => {
    const result = z.fromJSONSchema({ ...schema, $defs: components.schemas }).safeParse(value);
    return result.success ? undefined : z.prettifyError(result.error);
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]) => ({
      id: each.operationId,
      scope: each.security[0]?.bearer[0],
      missing: missingIn(each),
      request: { method: method.toUpperCase(), path: filled(path, each), body: bodyOf(each)?.example },
      statuses: Object.keys(each.responses),
      examples: examplesIn(each, check),
      faultOf: ({ status, contentType, json }) => {
        const answer = each.responses[status];
        if (answer === undefined) return `the status ${status} is not documented`;
        const found = answer.content[contentType.split(';', 1)[0] ?? ''];
        return found === undefined ? `${status} with ${contentType} is not documented` : check(found, json);
      },
    })),
  );
}

function bodyOf({ requestBody }: Operation): Media | undefined {
  return requestBody?.content['application/json'];
}

function missingIn(operation: Operation): string[] {
  const inPath = operation.parameters.filter((each) => each.in === 'path' && each.schema.example === undefined);
  const body = bodyOf(operation);
  return [...inPath.map(({ name }) => name), ...(body !== undefined && body.example === undefined ? ['body'] : [])];
}

/** The address with the examples of its parameters; those in the query that have none are left out. */
function filled(path: string, { parameters }: Operation): string {
  const query = new URLSearchParams();
  let address = path;
  for (const { name, in: place, schema } of parameters) {
    const value = typeof schema.example === 'string' ? schema.example : JSON.stringify(schema.example);
    if (schema.example === undefined) continue;
    if (place === 'path') address = address.replace(`{${name}}`, encodeURIComponent(value));
    else query.append(name, value);
  }
  return query.size === 0 ? address : `${address}?${query.toString()}`;
}

function examplesIn(operation: Operation, check: (media: Media, value: unknown) => string | undefined): Example[] {
  const answers = Object.entries(operation.responses).map(([status, { content }]) => ({ name: status, content }));
  const request = { name: 'request', content: operation.requestBody?.content ?? {} };
  return [request, ...answers].flatMap(({ name, content: each }) =>
    Object.values(each).flatMap((found) => {
      const single = found.example === undefined ? [] : [found.example];
      const values = [...single, ...Object.values(found.examples).map(({ value }) => value)];
      const where = `${operation.operationId} ${name}`;
      return values.map((value) => ({ where, value, fault: check(found, value) }));
    }),
  );
}
