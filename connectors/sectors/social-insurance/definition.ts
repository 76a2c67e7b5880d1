/** Social insurance (enrolments of insured people), as CSV files delivered into a folder. */
import type { Connector, ConnectorDefinition, ConnectorDependencies } from '../../contract.ts';
import { checkFolder } from '../../lib/files.ts';
import { socialInsuranceSettings, type SocialInsuranceSettings } from './config.ts';
import { socialInsuranceReceiver } from './extract.ts';
import { makeSocialInsuranceSource, system } from './source.ts';

function create(settings: SocialInsuranceSettings, dependencies: ConnectorDependencies): Connector {
  return {
    check: (signal) => checkFolder({ system, ...settings, ...dependencies }, signal),
    // There is nothing to spare: looking into a folder that fails costs its server no more than one that works.
    breaker: 'closed',
    source: makeSocialInsuranceSource(settings, dependencies),
    receiver: socialInsuranceReceiver,
    close: () => undefined,
  };
}

export const socialInsuranceDefinition: ConnectorDefinition<SocialInsuranceSettings> = {
  id: system,
  title: { vi: 'Bảo hiểm xã hội', en: 'Social insurance' },
  settings: socialInsuranceSettings,
  create,
};
