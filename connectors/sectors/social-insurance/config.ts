/** Settings of the social-insurance system. */
import { z } from 'zod';
import { fileSettings } from '../../lib/settings.ts';

export const socialInsuranceSettings = z.strictObject({ ...fileSettings.shape });

export type SocialInsuranceSettings = z.infer<typeof socialInsuranceSettings>;
