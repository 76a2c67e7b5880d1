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

/** Time-outs, rate limit, retry and breaker: the same for every connector, each with a default. */
export const resilienceSettings = z.object({
  ...callSettings.shape,
  ...retrySettings.shape,
  ...breakerSettings.shape,
});

export type ResilienceSettings = z.infer<typeof resilienceSettings>;

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
