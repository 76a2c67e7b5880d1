/** Settings of the health system. */
import { z } from 'zod';
import { topicSettings } from '../../lib/settings.ts';

export const healthSettings = z.strictObject({
  ...topicSettings.shape,
  keySeparator: z.string().min(1).max(5).default('/').meta({
    description: 'What stands between patient code and record id in the key of a deletion.',
  }),
});

export type HealthSettings = z.infer<typeof healthSettings>;
