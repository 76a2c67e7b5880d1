/** Reading social insurance's deliveries. */
import type { ConnectorDependencies, Source } from '../../contract.ts';
import { makeFileSource } from '../../lib/file-source.ts';
import type { SocialInsuranceSettings } from './config.ts';
import { extractLine, readHeader } from './extract.ts';
import { readManifest } from './wire.ts';

export const system = 'social-insurance';

/** Makes the source over the folder of deliveries. */
export function makeSocialInsuranceSource(
  settings: SocialInsuranceSettings,
  dependencies: ConnectorDependencies,
): Source {
  const format = { readManifest, readHeader, extract: extractLine };
  return makeFileSource({ system, settings, format, ...dependencies });
}
