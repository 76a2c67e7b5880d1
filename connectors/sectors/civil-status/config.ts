/** Settings of the civil status system. */
import { z } from 'zod';
import { resilienceSettings, secret, serviceAddress, text } from '../../lib/settings.ts';

export const civilStatusSettings = z.strictObject({
  baseUrl: serviceAddress('Address of the civil status service, without the version.'),
  tokenEndpoint: serviceAddress('Where access tokens are fetched (OAuth 2.0 client credentials).'),
  clientId: text('Client id of the hub at the token endpoint.'),
  clientSecret: secret('Client secret of the hub at the token endpoint.'),
  resource: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Resource indicator asked for in the token, if the endpoint needs one.' }),
  scope: z.string().min(1).optional().meta({ description: 'Scope asked for in the token; none means all granted.' }),
  pageSize: z.int().min(1).max(500).default(500).meta({ description: 'Events asked for per page.' }),
  ...resilienceSettings.shape,
});

export type CivilStatusSettings = z.infer<typeof civilStatusSettings>;
