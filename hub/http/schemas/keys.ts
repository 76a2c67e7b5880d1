import { z } from 'zod';

export const keysSchema = z
  .object({
    keys: z
      .array(
        z.object({
          kty: z.literal('OKP').meta({ description: 'Kind of key.' }),
          crv: z.literal('Ed25519').meta({ description: 'Curve.' }),
          kid: z.string().meta({ description: 'Names the key; stands in the header of a seal.' }),
          x: z.string().meta({ description: 'The public key, base64url.' }),
          alg: z.literal('EdDSA').meta({ description: 'Algorithm.' }),
          use: z.literal('sig').meta({ description: 'For signatures.' }),
        }),
      )
      .meta({ description: 'The key that signs, the next one, and those whose seals may still be good.' }),
  })
  .meta({
    id: 'SealKeys',
    description: 'A JSON Web Key Set (RFC 7517).',
    example: {
      keys: [
        {
          ...{ kty: 'OKP', crv: 'Ed25519', kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' },
          ...{ x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', alg: 'EdDSA', use: 'sig' },
        },
      ],
    },
  });
