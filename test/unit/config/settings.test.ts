import assert from 'node:assert/strict';
import { z } from 'zod';
import { connectorDefinitions } from '../../../connectors/registry.ts';
import { configurationSchema } from '../../../config/schema.ts';
import { describeSettings, environmentName } from '../../../config/settings.ts';
import { connectors } from './support.ts';

const project = Object.fromEntries(connectorDefinitions.map(({ id, settings }) => [id, settings]));

describe('describing settings', () => {
  it('names environment variables by path', () => {
    assert.equal(environmentName('kafka.brokers'), 'KAFKA_BROKERS');
    assert.equal(environmentName('http.maxBodyBytes'), 'HTTP_MAX_BODY_BYTES');
    assert.equal(environmentName('connectors.civil-status.baseUrl'), 'CONNECTORS_CIVIL_STATUS_BASE_URL');
  });

  it('reads type, default, secrecy and need of every setting off the schema', () => {
    const settings = new Map(describeSettings(configurationSchema(connectors)).map((each) => [each.path, each]));
    const shown = ['baseUrl', 'apiKey', 'ratio', 'hours', 'codes', 'officer', 'limits.perSecond'].map((name) => {
      const setting = settings.get(`connectors.weather-service.${name}`);
      return [setting?.type, setting?.default, setting?.required, setting?.secret];
    });
    assert.deepEqual(shown, [
      ['URL', undefined, true, false],
      ['text of at least 8 characters', undefined, true, true],
      ['number, 0 to 1', 0.5, false, false],
      ['list of whole number', [6, 18], false, false],
      ['map of name to whole number', {}, false, false],
      ['text', undefined, false, false],
      ['whole number', 5, false, false],
    ]);
  });

  it('takes a setting for secret as a whole if something inside it, or the section round it, is', () => {
    const schema = z.object({
      list: z.array(z.object({ token: z.string().meta({ secret: true }) })),
      login: z.object({ user: z.string() }).meta({ secret: true }),
      open: z.string(),
    });
    const secrecy = describeSettings(schema).map(({ path, secret }) => [path, secret]);
    assert.deepEqual(secrecy, [['list', true], ['login.user', true], ['open', false]]); // prettier-ignore
  });

  it('has a description for every setting of the project, and a variable for each alone', () => {
    const settings = describeSettings(configurationSchema(project));
    assert.ok(settings.length > 50);
    assert.deepEqual(settings.filter(({ description }) => description === '').map(({ path }) => path), []); // prettier-ignore
    assert.equal(new Set(settings.map(({ env }) => env)).size, settings.length);
  });

  it('marks as secret everything of the project that is named like one', () => {
    const named = describeSettings(configurationSchema(project)).filter(
      ({ path, type }) => /(secret|password|apikey|token|pseudonymkey)$/i.test(path) && type.startsWith('text'),
    );
    assert.ok(named.length > 3);
    assert.deepEqual(named.filter(({ secret }) => !secret).map(({ path }) => path), []); // prettier-ignore
  });
});
