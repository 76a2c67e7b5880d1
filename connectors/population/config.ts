/** Settings of the national population database. */
import { z } from 'zod';
import { resilienceSettings, secret, serviceAddress, text } from '../lib/settings.ts';

const listSettings = z.object({
  localities: z
    .array(z.string().regex(/^\d{2}(\/\d{5})?$/, 'expected a province code, or province/commune as 79/26734'))
    .default([])
    .meta({
      description:
        'Localities whose citizens are pulled: province codes (79), or one commune of a province (79/26734). None: lookups only.',
    }),
  pageSize: z.int().min(1).max(500).default(500).meta({ description: 'Citizens per page of a list.' }),
  refreshIntervalSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .default(10)
    .meta({ description: 'A new round over the localities begins when the last one ended this long ago.' }),
  overlapSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .default(120)
    .meta({ description: 'How far a round asks back before the data time of the round before it.' }),
  statusMinMs: z
    .int()
    .min(1)
    .max(60_000)
    .default(100)
    .meta({ description: 'First pause before asking whether a list is ready, in milliseconds; it doubles.' }),
  statusMaxMs: z
    .int()
    .min(1)
    .max(600_000)
    .default(5_000)
    .meta({ description: 'Longest pause between two such questions, in milliseconds.' }),
  listTimeoutSeconds: z
    .int()
    .min(1)
    .max(86_400)
    .default(1_800)
    .meta({ description: 'How long a list may take to be made before it is given up.' }),
});

export const populationSettings = z.strictObject({
  url: serviceAddress('Address of the SOAP service, exactly as it stands in the credentials (it is part of the hash).'),
  user: text('User name given by the population database.'),
  secret: secret('Secret that belongs to the user name.'),
  apiKey: secret('API key of the gateway.'),
  xRoadClient: text('Identifier of this client on the X-Road exchange.'),
  serviceCode: z.string().min(1).default('VPCP').meta({ description: 'Service code sent with every request.' }),
  integrationCode: z.string().min(1).default('037').meta({ description: 'Integration code sent with every request.' }),
  officer: secret('Officer named in requests the hub makes by itself; may be a personal number.'),
  nameStyle: z
    .enum(['unaccented', 'accented'])
    .default('unaccented')
    .meta({ description: 'How a name is written in a lookup: NGUYENVANA, or NGUYỄN VĂN A.' }),
  lookupTimeoutMs: z
    .int()
    .min(1)
    .max(60_000)
    .default(2_000)
    .meta({ description: 'Longest time one lookup may take, in milliseconds: an officer waits for it.' }),
  ...listSettings.shape,
  ...resilienceSettings.shape,
});

export type PopulationSettings = z.infer<typeof populationSettings>;
