import assert from 'node:assert/strict';
import { mask, maskSecrets, showSettings } from '../../../config/effective.ts';
import { redactCredentials } from '../../../config/redact.ts';
import { configurationSchema } from '../../../config/schema.ts';
import { describeSettings } from '../../../config/settings.ts';
import { canary, connectors, createProject, required } from './support.ts';

describe('showing the configuration in force', () => {
  const project = createProject();
  after(() => {
    project.remove();
  });
  const settings = describeSettings(configurationSchema(connectors));

  it('masks every secret, and passwords in addresses nobody declared secret', () => {
    const result = project.load({
      ...required,
      KAFKA_BROKERS: `SASL_SSL://u:${canary}/@${canary}@kafka-1:9092`,
      KAFKA_OPTIONS: `{"sasl.password": "${canary}"}`,
      AUTH_JWKS_URI: `https://u:${canary}@login.example.vn/jwks?key=${canary}`,
      PREFILL_PURPOSES: `{"portal": ["https://u:${canary}@host"]}`,
      CONNECTORS_WEATHER_SERVICE_BASE_URL: 'https://weather.example.vn',
      CONNECTORS_WEATHER_SERVICE_API_KEY: canary,
      CONNECTORS_WEATHER_SERVICE_WATCHERS: `[{"url": "https://w.example.vn", "token": "${canary}"}]`,
    });
    assert.equal(result.ok, true);
    const shown = maskSecrets(result.configuration, settings);
    assert.equal(JSON.stringify(shown).includes(canary), false);
    assert.equal(JSON.stringify(showSettings(result.configuration, settings)).includes(canary), false);
    assert.deepEqual(shown['mongodb'], { uri: mask, database: 'lienthong' });
    assert.deepEqual(shown['identity'], { pseudonymKey: mask });
    const flat = new Map(showSettings(result.configuration, settings).map(({ path, value }) => [path, value]));
    const expected = {
      'kafka.brokers': 'SASL_SSL://***@kafka-1:9092',
      'kafka.options': mask,
      'kafka.partitions': 6,
      'auth.jwksUri': 'https://***@login.example.vn/jwks?key=***',
      'connectors.weather-service.baseUrl': 'https://weather.example.vn',
      'connectors.weather-service.apiKey': mask,
      'connectors.weather-service.watchers': mask,
    };
    for (const [path, value] of Object.entries(expected)) assert.deepEqual(flat.get(path), value, path);
  });

  it('shows only settings that are described', () => {
    const result = project.load(required);
    assert.equal(result.ok, true);
    const { configuration } = result;
    const withMore = { ...configuration, connectors: { stranger: { password: canary } } };
    assert.equal(JSON.stringify(maskSecrets(withMore, settings)).includes(canary), false);
  });

  it('leaves texts without credentials as they are', () => {
    for (const text of ['kafka-1:9092,kafka-2:9092', 'https://a.example.vn:8443/x', 'a@example.vn', '']) {
      assert.equal(redactCredentials(text), text);
    }
  });
});
