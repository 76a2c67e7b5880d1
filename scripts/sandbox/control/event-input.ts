/** What `POST /events` takes, and how what is wrong with a request is said. */
import { z } from 'zod';
import { RequestError, type RequestFault } from '../lib/reply.ts';

const personalNumber = z.string().regex(/^\d{12}$/, 'Expected 12 digits');
const date = z.iso.date('Expected a day as YYYY-MM-DD');
const fullName = z
  .string()
  .trim()
  .normalize('NFC')
  .min(1)
  .max(100)
  .regex(/^[\p{L}\p{M}'’ʼ. -]+$/u, 'Expected letters, spaces, apostrophes, hyphens');
const address = z.strictObject({
  province: z.string().regex(/^\d{2}$/, 'Expected two digits'),
  district: z
    .string()
    .regex(/^\d{3}$/, 'Expected three digits')
    .optional(),
  commune: z.string().regex(/^\d{5}$/, 'Expected five digits'),
  detail: z.string().max(200).default(''),
});

const common = {
  personalNumber,
  date: date.optional(),
  /** Whether the population database hears of it at once; as in reality, it does not by default. */
  syncPopulation: z.boolean().default(false),
};

export const eventInput = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('birth'), ...common, fullName: fullName.optional(), address: address.optional() }),
  z.strictObject({ type: z.literal('marriage'), ...common, spouse: personalNumber.optional() }),
  z.strictObject({ type: z.literal('death'), ...common }),
  z.strictObject({ type: z.literal('name-correction'), ...common, fullName: fullName.optional() }),
  z.strictObject({ type: z.literal('move'), ...common, address: address.optional() }),
  z.strictObject({
    type: z.literal('annulment'),
    ...common,
    eventId: z.string().max(40),
    reason: z.string().max(200).optional(),
  }),
  z.strictObject({
    type: z.literal('insurance-enrolment'),
    personalNumber,
    phone: z
      .string()
      .regex(/^\d{10}$/, 'Expected ten digits')
      .optional(),
    cancel: z.boolean().default(false),
  }),
  z.strictObject({
    type: z.literal('health-visit'),
    personalNumber,
    phone: z
      .string()
      .regex(/^0\d{9}$/, 'Expected ten digits, the first a zero')
      .optional(),
  }),
]);

export type EventInput = z.infer<typeof eventInput>;
export type InputOf<T extends EventInput['type']> = Extract<EventInput, { type: T }>;
export type AddressInput = z.infer<typeof address>;

export const bulkInput = z.strictObject({
  count: z.int().min(1).max(10_000_000),
  seed: z.int().min(0).max(4_294_967_295).optional(),
});

/** Checks a body against a schema. Throws RequestError (400 not JSON, 422 with every fault). */
export function readInput<T>(schema: z.ZodType<T>, body: string): T {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new RequestError(400, 'The body is not JSON');
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new RequestError(422, 'The request is not acceptable', result.error.issues.flatMap(faultsOf));
}

function faultsOf(issue: z.core.$ZodIssue): RequestFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      code: 'unknown-field',
      expected: 'No such field',
    }));
  }
  return [{ path: issue.path.join('.'), code: issue.code.replaceAll('_', '-'), expected: issue.message }];
}
