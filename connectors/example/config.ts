/** Settings: everything that differs between installations, each described, with a default where one makes sense. */
import { z } from 'zod';
import { resilienceSettings, secret, serviceAddress } from '../lib/settings.ts';

export const exampleSettings = z.strictObject({
  baseUrl: serviceAddress('Address of the example system.'),
  apiKey: secret('Key the example system gave us.'),
  pageSize: z.int().min(1).max(1000).default(200).meta({ description: 'Records asked for per page.' }),
  // Time-outs, rate limit, retry and breaker are the same for every connector.
  ...resilienceSettings.shape,
});

export type ExampleSettings = z.infer<typeof exampleSettings>;
