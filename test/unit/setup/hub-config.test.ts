import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { configurationSchema } from '../../../config/schema.ts';
import { connectorDefinitions } from '../../../connectors/registry.ts';
import { setUpFunction } from './set-up-function.ts';

async function settingsOfAStart(): Promise<unknown> {
  const hubSettings = await setUpFunction('hub-config', 'hubSettings');
  const newCredentials = await setUpFunction('credentials', 'newCredentials');
  const ports = { api: 1, ops: 2, sandbox: 3, kafka: 4, kafkaController: 5, mongodb: 6 };
  const servers = { brokers: '127.0.0.1:4', uri: 'mongodb://127.0.0.1:6/?replicaSet=x' };
  return hubSettings({
    ports,
    credentials: newCredentials(),
    pseudonymKey: 'k'.repeat(64),
    sealKeysFile: '/keys.json',
    ...servers,
  });
}

describe('the configuration a start writes', () => {
  it('is one the hub takes', async () => {
    const connectors = Object.fromEntries(connectorDefinitions.map(({ id, settings }) => [id, settings]));
    const result = configurationSchema(connectors).safeParse(await settingsOfAStart());
    assert.deepEqual(result.error?.issues, undefined);
  });

  it('is the same after a way through YAML', async () => {
    const toYaml = await setUpFunction('yaml', 'toYaml');
    const settings = await settingsOfAStart();
    assert.deepEqual(parse(String(toYaml(settings))), settings);
  });

  it('has secrets of its own at every first start', async () => {
    const newCredentials = await setUpFunction('credentials', 'newCredentials');
    const secrets = [newCredentials(), newCredentials()].flatMap(
      (each) => JSON.stringify(each).match(/[\w-]{32}/g) ?? [],
    );
    assert.equal(secrets.length, 14);
    assert.equal(new Set(secrets).size, 14);
  });
});
