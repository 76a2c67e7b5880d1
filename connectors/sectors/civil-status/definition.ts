/** Civil status (births, deaths, marriages, name corrections, annulments), over JSON. */
import type { Connector, ConnectorDefinition, ConnectorDependencies } from '../../contract.ts';
import { makeCivilStatusClient, system } from './client.ts';
import { civilStatusSettings, type CivilStatusSettings } from './config.ts';
import { civilStatusReceiver } from './extract.ts';
import { makeCivilStatusSource } from './source.ts';

function create(settings: CivilStatusSettings, dependencies: ConnectorDependencies): Connector {
  const client = makeCivilStatusClient(settings, dependencies);
  return {
    check: async (signal) => {
      await client.head(signal);
    },
    get breaker() {
      return client.breaker;
    },
    source: makeCivilStatusSource(client, dependencies.now),
    receiver: civilStatusReceiver,
    close: () => {
      client.close();
    },
  };
}

export const civilStatusDefinition: ConnectorDefinition<CivilStatusSettings> = {
  id: system,
  title: { vi: 'Hộ tịch', en: 'Civil status' },
  settings: civilStatusSettings,
  create,
};
