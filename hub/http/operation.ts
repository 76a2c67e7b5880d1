/**
 * An operation of the API as data: what it takes, who may call it, what it answers. The routes, the validation and
 * the OpenAPI document are all made from it, so they cannot differ.
 */
import { z } from 'zod';
import type { Scope } from '../security/scopes.ts';
import type { Caller } from '../security/tokens.ts';
import type { ContentType } from './body.ts';
import { faultsOf, mostFaults } from './faults.ts';
import { ProblemError, type Language, type ProblemCode, type RequestFault } from './problems.ts';

type AnswerDefinition = {
  description: string;
  schema: z.ZodType;
  contentType?: 'application/problem+json';
  /** Where the example of the schema would mislead. */
  example?: unknown;
};

export type OperationDefinition = {
  id: string;
  method: 'get' | 'post';
  /** With parameters in braces: `/v1/failures/{id}`. */
  path: string;
  tag: string;
  summary: string;
  description: string;
  /** Undefined: anyone may call. */
  scope: Scope | undefined;
  /** The parameters in the path. Examples of a query or JSON body stand in its schema. */
  parameters?: Readonly<Record<string, { description: string; example: string }>>;
  /** A body in a format of the caller's system, handed over as bytes; the example is one in JSON. */
  takesBytes?: { example: unknown };
  answers: Readonly<Record<number, AnswerDefinition>>;
  /** The problems it has besides those every operation with its scope and body has. */
  problems: readonly ProblemCode[];
};

/** An operation with the schemas of its query and JSON body; undefined: it has none. */
export type Operation<Body = undefined, Query = undefined> = OperationDefinition & {
  body?: z.ZodType<Body>;
  query?: z.ZodType<Query>;
};

/** What every call carries, whatever the operation. */
export type CallContext = {
  parameters: Readonly<Record<string, string>>;
  /** Nobody on operations without a scope. */
  caller: Caller;
  requestId: string;
  /** Which the caller prefers, of what is told in words. */
  language: Language;
  /** When it began (`performance.now()`), not counting the time the caller took to send the body. */
  beganAt: number;
  contentType: ContentType;
  bytes: Buffer;
};

export type RawCall = CallContext & { rawQuery: unknown };
export type Call<Body, Query> = CallContext & { body: Body; query: Query };

export type Answer = { status: number; body: unknown; headers?: Readonly<Record<string, string>> };

export type Route = {
  operation: OperationDefinition & { body?: z.ZodType; query?: z.ZodType };
  handle: (call: RawCall) => Promise<Answer>;
};

type Checks = {
  /** Faults a schema cannot see, told together with those it sees. `body` is unchecked. */
  faults?: (body: unknown, context: CallContext) => readonly RequestFault[] | Promise<readonly RequestFault[]>;
};

/** Joins an operation to what does it: the handler sees only what passed every check. */
export function bind<Body, Query>(
  operation: Operation<Body, Query>,
  handler: (call: Call<Body, Query>) => Promise<Answer>,
  { faults: more }: Checks = {},
): Route {
  const bodySchema = operation.body ?? z.undefined();
  const querySchema = operation.query ?? noQuery;
  return {
    operation,
    handle: async (call) => {
      const json: unknown = operation.body === undefined ? undefined : parseJson(call.bytes);
      const body = bodySchema.safeParse(json);
      const query = querySchema.safeParse(call.rawQuery);
      const others = more === undefined ? none : await more(json, call);
      if (!body.success || !query.success || others.length > 0) {
        throw problemOf([...faultsIn(query, call.rawQuery, 'query'), ...faultsIn(body, json, ''), ...others]);
      }
      return handler({ ...call, body: body.data as Body, query: query.data as Query });
    },
  };
}

const noQuery = z.strictObject({});
const none: readonly RequestFault[] = [];

function faultsIn(result: z.ZodSafeParseResult<unknown>, input: unknown, root: string): readonly RequestFault[] {
  return result.success ? none : faultsOf(result.error, input, root);
}

/** Faults that are a problem of their own when nothing else is wrong. */
const ownProblems: ReadonlyMap<string, ProblemCode> = new Map([
  ['unknown-form', 'unknown-form'],
  ['unknown-version', 'unknown-version'],
  ['unknown-form-field', 'unknown-fields'],
  ['unknown-role', 'unknown-role'],
  ['purpose-not-allowed', 'purpose-not-allowed'],
  ['form-not-allowed', 'form-not-allowed'],
  ['caseCode missing', 'case-code-missing'],
  ['repeated-field', 'repeated-fields'],
  ['extra-field', 'extra-fields'],
  ['seal-of-another-case', 'seal-of-another-case'],
  ['seal-of-another-form', 'seal-of-another-form'],
  ['seal-of-another-person', 'seal-of-another-person'],
]);

function problemOf(faults: readonly RequestFault[]): ProblemError {
  const found = new Set(faults.map(ownProblemOf));
  const [own] = found.size === 1 ? found : [];
  return new ProblemError(own ?? 'invalid-request', { errors: faults.slice(0, mostFaults) });
}

/** Something missing is a problem of its own in some places only; whatever is wrong with the subject is one there. */
function ownProblemOf({ path, code }: RequestFault): ProblemCode | undefined {
  const [place] = path.split('.');
  return (
    ownProblems.get(code) ??
    ownProblems.get(`${path} ${code}`) ??
    (place === 'subject' ? 'subject-malformed' : undefined)
  );
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Reads a JSON body; one that is none is answered with where it breaks, if the parser says. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (error) {
    const position = error instanceof SyntaxError ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    const expected = position === undefined ? 'JSON in UTF-8' : `JSON in UTF-8; it breaks at character ${position}`;
    throw new ProblemError('malformed-json', { errors: [{ path: '', code: 'malformed-json', expected }] });
  }
}
