/** Settings every connector over HTTP has, those every connector over files has, and the shapes others are made of. */
import { z } from 'zod';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether credentials and personal data may travel to this address: encrypted, or not leaving the machine. */
function isPrivate(address: string): boolean {
  if (!URL.canParse(address)) return true; // z.url has already said what is wrong with it
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || loopback.test(hostname);
}

function holdsNoCredentials(address: string): boolean {
  if (!URL.canParse(address)) return true;
  const { username, password } = new URL(address);
  return username === '' && password === '';
}

/** The address of a service: https, or http on this machine only; credentials have settings of their own. */
export function serviceAddress(description: string) {
  return z
    .url({ protocol: /^https?$/, error: 'expected an http or https address' })
    .refine(isPrivate, 'expected https (http is allowed on this machine only)')
    .refine(holdsNoCredentials, 'expected an address without user name and password')
    .meta({ description });
}

/** A required text that may be shown. */
export function text(description: string) {
  return z.string().min(1, 'expected a text').meta({ description });
}

/** A required text that must never be shown. */
export function secret(description: string) {
  return z.string().min(1, 'expected a secret').meta({ description, secret: true });
}

const callSettings = z.object({
  timeoutMs: z
    .int()
    .min(1)
    .max(600_000)
    .default(15_000)
    .meta({ description: 'Longest time one call may take, in milliseconds, from connecting to the whole answer.' }),
  connectTimeoutMs: z
    .int()
    .min(1)
    .max(60_000)
    .default(3_000)
    .meta({ description: 'Longest time a connection may take to be made, in milliseconds.' }),
  maxResponseBytes: z
    .int()
    .min(1024)
    .max(256 * 1_048_576)
    .default(16 * 1_048_576)
    .meta({ description: 'Largest answer read; a larger one is refused as malformed.' }),
  clockToleranceSeconds: z
    .int()
    .min(1)
    .max(86_400)
    .default(300)
    .meta({ description: 'A 401 from a system whose clock differs by more than this is reported as clock-skew.' }),
});

const retrySettings = z.object({
  requestsPerSecond: z
    .int()
    .min(1)
    .max(100_000)
    .default(20)
    .meta({ description: 'Most calls per second sent to this system, retries included.' }),
  retries: z
    .int()
    .min(0)
    .max(10)
    .default(3)
    .meta({ description: 'How often one call is repeated after a transient failure.' }),
  retryMinMs: z.int().min(0).max(60_000).default(200).meta({
    description: 'Bound of the random pause before the first retry, in milliseconds; it doubles with each retry.',
  }),
  retryMaxMs: z
    .int()
    .min(0)
    .max(600_000)
    .default(5_000)
    .meta({ description: 'Upper bound of the pause before a retry, in milliseconds.' }),
  maxRetryAfterMs: z.int().min(0).max(600_000).default(10_000).meta({
    description: 'Longest pause a system may ask for (Retry-After) that is waited within a call, in milliseconds.',
  }),
});

const breakerSettings = z.object({
  breakerVolume: z
    .int()
    .min(5)
    .max(10_000)
    .default(10)
    .meta({ description: 'Fewest calls within the window before the breaker may open.' }),
  breakerErrorPercentage: z
    .int()
    .min(1)
    .max(99)
    .default(50)
    .meta({ description: 'The breaker opens when more than this share of the calls within the window failed.' }),
  breakerWindowMs: z
    .int()
    .min(100)
    .max(600_000)
    .default(10_000)
    .meta({ description: 'The window over which calls and failures are counted, in milliseconds.' }),
  breakerResetMs: z
    .int()
    .min(10)
    .max(600_000)
    .default(5_000)
    .meta({ description: 'How long an open breaker waits before it lets one call try again, in milliseconds.' }),
});

const guardSettings = z.object({ ...retrySettings.shape, ...breakerSettings.shape });

/** What stands between a connector and a system in trouble, whatever its protocol. */
export type GuardSettings = z.infer<typeof guardSettings>;

/** Time-outs, rate limit, retry and breaker: the same for every connector over HTTP, each with a default. */
export const resilienceSettings = z.object({ ...callSettings.shape, ...guardSettings.shape });

const broker = String.raw`(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}`;

/** Settings of a source that is a topic of the system's own Kafka, each with a default where one makes sense. */
export const topicSettings = z.object({
  brokers: z
    .string()
    .regex(new RegExp(`^${broker}(?:,${broker})*$`), 'expected host:port, separated by commas')
    .meta({ description: 'Bootstrap servers of the system’s Kafka, host:port separated by commas.' }),
  topic: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,249}$/, 'expected the name of a topic')
    .meta({ description: 'Topic the system writes to.' }),
  securityProtocol: z.enum(['ssl', 'sasl_ssl', 'plaintext', 'sasl_plaintext']).default('sasl_ssl').meta({
    description:
      'How the brokers are spoken to. Without TLS (plaintext) people’s records can be read on their way: on this machine only, or in a network nobody else is in.',
  }),
  options: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .meta({ description: 'Further librdkafka settings, such as sasl.* and ssl.*.', secret: true }),
  pageSize: z.int().min(1).max(5000).default(500).meta({ description: 'Most messages taken per page.' }),
  pageBytes: z
    .int()
    .min(1024)
    .max(64 * 1_048_576)
    .default(4 * 1_048_576)
    .meta({ description: 'A page ends once its messages have this many bytes.' }),
  maxMessageBytes: z
    .int()
    .min(1024)
    .max(600_000)
    .default(524_288)
    .meta({ description: 'Largest message taken as a record; of a larger one this much is kept, as a failure.' }),
  timeoutMs: callSettings.shape.timeoutMs,
  ...guardSettings.shape,
});

export type TopicSettings = z.infer<typeof topicSettings>;

const sequence = z.int().min(0);

/** Where deliveries of files are found, and how long one that is not whole, or not there, is waited for in silence. */
export const fileSettings = z.object({
  folder: z
    .string()
    .regex(/^\//, 'expected an absolute path')
    .meta({ description: 'Folder in which the system puts its deliveries; the hub only reads it.' }),
  firstDelivery: sequence.default(1).meta({ description: 'Sequence number of the first delivery to read.' }),
  absentDeliveries: z.array(sequence).default([]).meta({
    description:
      'Sequence numbers of deliveries that will never come, as agreed with the system: they are not waited for.',
  }),
  patienceSeconds: z.int().min(0).max(604_800).default(900).meta({
    description: 'How long a delivery may be incomplete, or missing while a later one is there, before it is reported.',
  }),
  pageSize: z.int().min(1).max(2000).default(500).meta({ description: 'Lines handed on at a time.' }),
});

export type FileSettings = z.infer<typeof fileSettings>;
