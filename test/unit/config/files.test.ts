import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectorDefinitions } from '../../../connectors/registry.ts';
import { loadConfiguration } from '../../../config/load.ts';
import { configurationSchema } from '../../../config/schema.ts';
import { describeSettings, type Setting } from '../../../config/settings.ts';
import { projectRoot } from '../../../config/root.ts';
import { required } from './support.ts';

const root = projectRoot();
const connectors = Object.fromEntries(connectorDefinitions.map(({ id, settings }) => [id, settings]));
const settings = describeSettings(configurationSchema(connectors));
const example = 'config/environments/production.example.yaml';

/** A text long enough for any secret the schema knows. */
function secretFor(setting: Setting): [string, string] {
  return [setting.env, setting.path === 'mongodb.uri' ? 'mongodb://mongo' : 'x'.repeat(64)];
}

describe('the configuration files of the project', () => {
  it('ships defaults that are right, and that set nothing secret', () => {
    const result = loadConfiguration({ connectors, root, environment: required });
    assert.equal(result.ok, true, JSON.stringify(result));
    const fromFile = settings.filter(({ path }) => result.sources[path]?.startsWith('config/default.yaml:'));
    assert.ok(fromFile.length > 0);
    assert.deepEqual(fromFile.filter(({ secret }) => secret), []); // prettier-ignore
  });

  describe('the production example', () => {
    const secrets = settings.filter(({ secret, required: needed }) => secret && needed);
    const environment = { ...Object.fromEntries(secrets.map(secretFor)), LIENTHONG_CONFIG: example };

    it('is right once its secrets are given, and says nothing of them', () => {
      const result = loadConfiguration({ connectors, root, environment });
      assert.equal(result.ok, true, JSON.stringify(result));
      const { brokers, replicationFactor } = result.configuration.kafka;
      assert.equal(brokers.split(',').length, 3);
      assert.equal(replicationFactor, 3);
      const bare = loadConfiguration({ connectors, root, environment: { LIENTHONG_CONFIG: example } });
      assert.equal(bare.ok, false);
      assert.deepEqual(new Set(bare.problems.map(({ path }) => path)), new Set(secrets.map(({ path }) => path)));
    });

    it('is complete: every setting stands in it, every secret by its variable', () => {
      const result = loadConfiguration({ connectors, root, environment });
      assert.equal(result.ok, true);
      const open = settings.filter(({ secret }) => !secret);
      assert.deepEqual(open.filter(({ path }) => !result.sources[path]?.startsWith(example)).map(({ path }) => path), []); // prettier-ignore
      const text = readFileSync(join(root, example), 'utf8');
      const unnamed = settings.filter(({ secret, env }) => secret && !text.includes(env));
      assert.deepEqual(unnamed.map(({ path }) => path), []); // prettier-ignore
    });

    it('goes nowhere without TLS', () => {
      assert.equal(/\bhttp:\/\//.test(readFileSync(join(root, example), 'utf8')), false);
    });
  });
});
