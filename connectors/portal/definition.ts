/** The national public service portal's store, over JSON within a login session. */
import type { Connector, ConnectorDefinition, ConnectorDependencies } from '../contract.ts';
import { makePortalClient, system } from './client.ts';
import { portalSettings, type PortalSettings } from './config.ts';
import { makePortalReceiver } from './receiver.ts';
import { makePortalSink } from './sink.ts';

function create(settings: PortalSettings, dependencies: ConnectorDependencies): Connector {
  const client = makePortalClient(settings, dependencies);
  return {
    check: (signal) => client.login(signal),
    get breaker() {
      return client.breaker;
    },
    sink: makePortalSink(client, settings),
    receiver: makePortalReceiver(dependencies.now),
    close: () => {
      client.close();
    },
  };
}

export const portalDefinition: ConnectorDefinition<PortalSettings> = {
  id: system,
  title: { vi: 'Cổng Dịch vụ công quốc gia', en: 'National public service portal' },
  settings: portalSettings,
  create,
};
