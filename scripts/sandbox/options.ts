/** What the sandbox is started with. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';

const secret = z.string().min(1);
const client = z.object({ id: secret, secret });

/** The file named by SANDBOX_CREDENTIALS. */
export const credentialsSchema = z.object({
  population: z.object({ user: secret, secret, apiKey: secret, xRoadClient: secret }),
  portal: z.object({ username: secret, password: secret, dstcode: secret }),
  clients: z.object({ portal: client, sector: client, admin: client, hub: client }),
});

export type SandboxCredentials = z.infer<typeof credentialsSchema>;

export const optionsSchema = z.object({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(8490),
  /** At least 20, so that the sample citizens exist. */
  citizens: z.coerce.number().int().min(20).max(1_000_000).default(2000),
  seed: z.coerce.number().int().min(0).max(4_294_967_295).default(1),
  eventsPerMinute: z.coerce.number().min(0).max(60_000).default(0),
  /** Where what happened is kept over restarts; nowhere if left out. */
  dataFolder: z.string().min(1).optional(),
  /** The Kafka the health system writes to; it is not played if left out. */
  kafkaBrokers: z.string().min(1).optional(),
  healthTopic: z.string().min(1).default('health.patient-records'),
  /** The hub's API, which the provincial portal calls; its page says that there is none if left out. */
  hubUrl: z.url().optional(),
});

export type SandboxOptions = Partial<z.infer<typeof optionsSchema>> & {
  credentials: SandboxCredentials;
  /** Epoch milliseconds; the real clock unless a test brings its own. */
  now?: () => number;
};

/** Fresh credentials for a sandbox that lives inside a test. */
export function testCredentials(): SandboxCredentials {
  const word = () => randomBytes(18).toString('base64url');
  return {
    population: { user: 'lienthong', secret: word(), apiKey: word(), xRoadClient: 'VN/GOV/079/LIENTHONG' },
    portal: { username: 'lienthong', password: word(), dstcode: 'VN:GOV:079:dvcqg' },
    clients: {
      portal: { id: 'portal', secret: word() },
      sector: { id: 'sector', secret: word() },
      admin: { id: 'admin', secret: word() },
      hub: { id: 'lienthong-hub', secret: word() },
    },
  };
}
