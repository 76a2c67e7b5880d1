/** The national population database, over SOAP 1.1. */
import type { Connector, ConnectorDefinition, ConnectorDependencies, LookupQuery } from '../contract.ts';
import { makePopulationClient, system } from './client.ts';
import { populationSettings, type PopulationSettings } from './config.ts';
import { makePopulationReceiver } from './extract.ts';
import { makePopulationLookup } from './lookup.ts';
import { makePopulationSource } from './source.ts';

/** A number nobody has (no province is 000): asking for it proves address, credentials and clock, and finds no one. */
const nobody: LookupQuery = { personalNumber: '000000000000', purpose: 'check', caseCode: '' };

function create(settings: PopulationSettings, dependencies: ConnectorDependencies): Connector {
  const { now } = dependencies;
  const client = makePopulationClient(settings, dependencies);
  const lookup = makePopulationLookup(client, settings, now);
  return {
    check: async (signal) => {
      await lookup.lookup(nobody, signal);
    },
    get breaker() {
      return client.breaker;
    },
    lookup,
    receiver: makePopulationReceiver(now),
    ...(settings.localities.length === 0 ? {} : { source: makePopulationSource(client, settings, now) }),
    close: () => {
      client.close();
    },
  };
}

export const populationDefinition: ConnectorDefinition<PopulationSettings> = {
  id: system,
  title: { vi: 'Cơ sở dữ liệu quốc gia về dân cư', en: 'National population database' },
  settings: populationSettings,
  create,
};
