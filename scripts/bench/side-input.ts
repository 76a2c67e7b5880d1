import type { Configuration } from '../../config/schema.ts';
import type { Log } from '../../hub/observability/log.ts';

/** What both sides of the normalise benchmark are given: where to read, where to announce. */
export type SideInput = { configuration: Configuration; log: Log; topic: string; changes: string };
