/** Settings of the receiver of national messages. */
import { z } from 'zod';

export const qcvn109Settings = z.strictObject({
  enabled: z.literal(true).meta({
    description:
      'Takes national messages that are pushed; there is nothing else to set. To stop it, remove the section.',
  }),
});

export type Qcvn109Settings = z.infer<typeof qcvn109Settings>;
