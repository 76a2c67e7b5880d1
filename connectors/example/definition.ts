/**
 * The living template of a connector: an invented system with one source, JSON over HTTP, and an API key. It is
 * tested like the others, and not in the registry. To connect a system: copy this folder, say in wire.ts what the
 * system sends and in source.ts how it is read on, add the definition to connectors/registry.ts and a mapping to
 * mappings/registry.ts.
 */
import type { Connector, ConnectorDefinition, ConnectorDependencies } from '../contract.ts';
import { makeHttpClient } from '../lib/http.ts';
import { makeGuard } from '../lib/resilience.ts';
import { exampleSettings, type ExampleSettings } from './config.ts';
import { askPage, makeExampleSource, system } from './source.ts';

function create(settings: ExampleSettings, { now, onAttempt }: ConnectorDependencies): Connector {
  const http = makeHttpClient({ system, now, settings });
  const guard = makeGuard({ system, settings, onAttempt });
  const via = { settings, http, guard };
  return {
    // The cheapest real call: proves address, credentials and clock before the hub says it is ready.
    check: async (signal) => {
      await askPage({ ...via, settings: { ...settings, pageSize: 1 } }, 0, signal);
    },
    get breaker() {
      return guard.breaker;
    },
    source: makeExampleSource(via),
    close: () => {
      guard.close();
      http.close();
    },
  };
}

export const exampleDefinition: ConnectorDefinition<ExampleSettings> = {
  id: system,
  title: { vi: 'Hệ thống mẫu', en: 'Example system' },
  settings: exampleSettings,
  create,
};
