/**
 * Every setting of the hub: type, description, default, and `secret: true` where it must not be shown.
 *
 * A connector's own settings are not known here: `configurationSchema` takes them by connector id, so that a new
 * system brings its settings with it. Each setting is also an environment variable named by its path:
 * `kafka.brokers` is KAFKA_BROKERS, `http.maxBodyBytes` is HTTP_MAX_BODY_BYTES, `connectors.civil-status.baseUrl` is
 * CONNECTORS_CIVIL_STATUS_BASE_URL.
 */
import { z } from 'zod';

export const roles = ['ingest', 'normalise', 'deliver', 'http', 'failures'] as const;

const port = z.int().min(0).max(65535);
const httpUrl = z.url({ protocol: /^https?$/, error: 'expected a URL that begins with http:// or https://' });

const kafka = z.strictObject({
  brokers: z.string().min(1).meta({ description: 'Bootstrap servers, host:port separated by commas.' }),
  clientId: z
    .string()
    .default('lienthong')
    .meta({ description: 'Name of this client in the brokers’ logs and quotas.' }),
  groupPrefix: z.string().default('lienthong').meta({ description: 'Consumer groups are named <prefix>.<role>.' }),
  topicPrefix: z
    .string()
    .regex(/^[a-z0-9._-]*$/, 'expected lower-case letters, digits, dots, hyphens')
    .default('')
    .meta({ description: 'Put before every topic name, where one cluster serves several hubs.' }),
  partitions: z.int().min(1).max(1000).default(6).meta({
    description:
      'Partitions of every topic the hub creates. One number for all, so that a person’s records meet in one consumer.',
  }),
  replicationFactor: z
    .int()
    .min(1)
    .max(5)
    .default(1)
    .meta({ description: 'Copies of every partition; 3 in production. Counts only when a topic is created.' }),
  rawRetentionDays: z.int().min(1).default(30).meta({
    description:
      'How long raw records stay readable for replay and for trying mappings. Counts only when a topic is created.',
  }),
  options: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .meta({ description: 'Further librdkafka settings, such as security.protocol and sasl.*.', secret: true }),
});

const mongodb = z.strictObject({
  uri: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'expected mongodb:// or mongodb+srv://')
    .meta({ description: 'Connection string of a replica set.', secret: true }),
  database: z.string().min(1).default('lienthong').meta({ description: 'Database of the hub.' }),
});

const identity = z.strictObject({
  pseudonymKey: z.string().min(32).meta({
    description:
      'Key of the keyed hash that makes Kafka keys and person keys from identity numbers. Changing it means rebuilding the store.',
    secret: true,
  }),
});

const http = z.strictObject({
  host: z.string().default('127.0.0.1').meta({ description: 'Address the API listens on.' }),
  port: port.default(8480).meta({ description: 'Port of the API.' }),
  maxBodyBytes: z
    .int()
    .min(1024)
    .max(8_000_000)
    .default(1_048_576)
    .meta({ description: 'Largest request body taken.' }),
});

const ops = z.strictObject({
  host: z.string().default('127.0.0.1').meta({ description: 'Address for metrics and health.' }),
  port: port.default(8481).meta({ description: 'Port for metrics and health; every process has its own.' }),
});

const auth = z.strictObject({
  issuer: httpUrl.meta({ description: 'Issuer of the access tokens (iss).' }),
  audience: z
    .string()
    .min(1)
    .default('urn:lienthong:api')
    .meta({ description: 'This API, as it stands in the tokens (aud).' }),
  jwksUri: httpUrl.meta({ description: 'Where the issuer publishes its keys.' }),
  clockToleranceSeconds: z
    .int()
    .min(0)
    .max(300)
    .default(5)
    .meta({ description: 'Clock difference tolerated when tokens are checked.' }),
});

const normalise = z.strictObject({
  batchSize: z.int().min(1).max(10_000).default(2000).meta({ description: 'Most records taken per batch.' }),
});

const ingest = z.strictObject({
  pollIntervalMs: z
    .int()
    .min(50)
    .default(500)
    .meta({ description: 'Pause between two reads of a source that was read to its end.' }),
  leaseMs: z.int().min(1000).default(10_000).meta({
    description:
      'How long a process that reads a source may be silent before another reads on. After a crash, reading pauses this long.',
  }),
  maxRecordBytes: z.int().min(1024).max(4_000_000).default(524_288).meta({
    description: 'Largest single record taken; of a larger one in a source the beginning is kept, as a failure.',
  }),
});

const deliver = z.strictObject({
  batchSize: z.int().min(1).max(5000).default(500).meta({ description: 'Most change events taken per batch.' }),
});

/** One row of the policy table; a client may do what some row gives it, and nothing else. */
const policy = z.strictObject({
  client: z.string().min(1).meta({ description: 'Client id, as it stands in the tokens.' }),
  purposes: z.array(z.string().min(1)).min(1).meta({ description: 'Purposes the client may name.' }),
  forms: z.array(z.string().min(1)).min(1).meta({ description: 'Forms it may fill for them; `*` for every form.' }),
  classes: z
    .array(z.enum(['basic', 'sensitive']))
    .min(1)
    .default(['basic'])
    .meta({ description: 'Classes of personal data it may be given.' }),
  people: z.array(z.string().min(1)).min(1).default(['*']).meta({
    description: 'Of the people in a form, by their roles in it, those whose data it may be given; `*`: all.',
  }),
  others: z.boolean().default(false).meta({
    description: 'Whether it may know what other systems say of a field, where that differs.',
  }),
  deceased: z.enum(['filled', 'refused']).default('filled').meta({
    description:
      'A form for somebody whose death is recorded: filled, and the answer says so; or refused, and nothing else is said.',
  }),
  legalBasis: z.string().min(1).max(300).meta({ description: 'What allows it; stands in every access record.' }),
});

const seals = z.strictObject({
  keysFile: z.string().min(1).optional().meta({
    description:
      'File with the keys that seal answers: a JWKS of Ed25519 keys, the first of which signs. Needed by the role http; `lienthong keys new` makes one.',
  }),
  issuer: z
    .string()
    .min(1)
    .default('urn:lienthong:hub')
    .meta({ description: 'This hub, as it stands in seals (iss).' }),
  validDays: z
    .int()
    .min(1)
    .max(3650)
    .default(30)
    .meta({ description: 'How long a seal is good for. A retired key is kept as long.' }),
});

const prefill = z.strictObject({
  timeBudgetMs: z
    .int()
    .min(50)
    .default(2500)
    .meta({ description: 'Longest time a prefill answer may take, live lookup included.' }),
  policies: z
    .array(policy)
    .default([])
    .meta({ description: 'Who may be given what, for which purpose and by which legal basis.' }),
  seals: seals.prefault({}),
  agencyPattern: z
    .string()
    .refine(isPatternWithGroup, 'expected a regular expression with a group')
    .default('^([^-]+)-')
    .meta({
      description:
        'Finds the agency in a case code, for the report: the first group. How case codes are made is not confirmed.',
    }),
  accessRecordYears: z.int().min(1).max(100).optional().meta({
    description: 'After how many years an access record is removed; kept for good if not set.',
  }),
});

/** Whether a text is a regular expression that has a group. */
function isPatternWithGroup(text: string): boolean {
  try {
    // With an empty alternative it matches anything, and the match tells how many groups there are.
    return (new RegExp(`${text}|`).exec('')?.length ?? 0) > 1;
  } catch {
    return false;
  }
}

const logging = z.strictObject({
  level: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default('info')
    .meta({ description: 'Least severe level written.' }),
});

/**
 * The whole schema, with one section per connector under `connectors`. A connector without a section is off;
 * which are known comes from the caller.
 */
export function configurationSchema(connectors: Record<string, z.ZodType>) {
  const sections = Object.fromEntries(Object.entries(connectors).map(([id, schema]) => [id, schema.optional()]));
  return z.strictObject({
    roles: z
      .array(z.enum(roles))
      .min(1)
      .default([...roles])
      .meta({ description: 'The work this process does.' }),
    kafka,
    mongodb,
    identity,
    http: http.prefault({}),
    ops: ops.prefault({}),
    auth,
    ingest: ingest.prefault({}),
    normalise: normalise.prefault({}),
    deliver: deliver.prefault({}),
    prefill: prefill.prefault({}),
    logging: logging.prefault({}),
    connectors: z.strictObject(sections).prefault({}),
  });
}

/** The checked settings. `connectors` holds each configured connector's own checked settings by id. */
export type Configuration = Omit<z.infer<ReturnType<typeof configurationSchema>>, 'connectors'> & {
  connectors: Record<string, unknown>;
};
