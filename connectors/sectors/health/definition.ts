/** Health (patients' records), over a topic of the sector's own Kafka. */
import type { Connector, ConnectorDefinition, ConnectorDependencies } from '../../contract.ts';
import { makeGuard } from '../../lib/resilience.ts';
import { askBounds, makeTopicSource } from '../../lib/topic-source.ts';
import { healthSettings, type HealthSettings } from './config.ts';
import { extractMessage, healthReceiver } from './extract.ts';

const system = 'health';

function create(settings: HealthSettings, { now, openTopic, onAttempt }: ConnectorDependencies): Connector {
  const reader = openTopic(settings);
  const guard = makeGuard({ system, settings, onAttempt });
  const extract = (message: Parameters<typeof extractMessage>[0]) => extractMessage(message, settings);
  return {
    check: async (signal) => {
      await askBounds({ reader, guard }, signal);
    },
    get breaker() {
      return guard.breaker;
    },
    source: makeTopicSource({ system, reader, guard, settings, extract, now }),
    receiver: healthReceiver,
    close: () => {
      guard.close();
      reader.close();
    },
  };
}

export const healthDefinition: ConnectorDefinition<HealthSettings> = {
  id: system,
  title: { vi: 'Y tế', en: 'Health' },
  settings: healthSettings,
  create,
};
