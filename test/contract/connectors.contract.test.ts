/** The contract, for every connector of the registry and the example, with its system played. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { ConnectorDefinition } from '../../connectors/contract.ts';
import { exampleDefinition } from '../../connectors/example/definition.ts';
import { connectorDefinitions } from '../../connectors/registry.ts';
import { useNock } from '../support/nock.ts';
import { describeContract, type Capabilities } from './lib/suite.ts';
import { folderSystems, playedSystems, playedTopics, receivers } from './lib/systems.ts';

const all: readonly ConnectorDefinition[] = [...connectorDefinitions, exampleDefinition];
const systems = [...playedSystems, ...folderSystems, ...playedTopics];

const capabilities: Readonly<Record<string, Capabilities>> = {
  population: { source: true, lookup: true, receiver: true },
  'civil-status': { source: true, receiver: true },
  'social-insurance': { source: true, receiver: true },
  health: { source: true, receiver: true },
  portal: { sink: true, receiver: true },
  qcvn109: { receiver: true },
  example: { source: true },
};

type Described = { description?: string; secret?: boolean; properties?: Record<string, Described> };

/** Every setting with its path, as the schema tells of it. */
function settingsOf(schema: Described, path = ''): [string, Described][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, setting]): [string, Described][] => [
    [`${path}${name}`, setting],
    ...settingsOf(setting, `${path}${name}.`),
  ]);
}

function settingsOfDefinition({ settings }: ConnectorDefinition): [string, Described][] {
  return settingsOf(z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }) as Described);
}

describe('connector definitions', function () {
  this.timeout(20_000);
  it('have ids of their own in lower kebab case, and a title in both languages', () => {
    const ids = all.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { id, title } of all) {
      assert.match(id, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      assert.ok(title.vi.length > 0 && title.en.length > 0);
    }
  });

  it('describe every setting', () => {
    for (const definition of all) {
      const settings = settingsOfDefinition(definition);
      assert.ok(settings.length > 0);
      const undescribed = settings.filter(([, { description }]) => (description ?? '').length < 10);
      assert.deepEqual(undescribed, [], definition.id);
    }
  });

  it('mark as secret whatever is one by its name', () => {
    for (const definition of all) {
      const open = settingsOfDefinition(definition).filter(
        ([path, { secret }]) => /secret|password|apikey|officer/i.test(path) && secret !== true,
      );
      assert.deepEqual(open, [], definition.id);
    }
  });

  it('are all played here', () => {
    const played = [...systems, ...receivers].map(({ definition }) => definition.id);
    assert.deepEqual(played.sort(), all.map(({ id }) => id).sort());
  });

  it('list every setting that is wrong by its path, and take http on this machine only', () => {
    for (const { definition, settings } of playedSystems) {
      const address = 'url' in settings ? 'url' : 'baseUrl';
      const wrong = { ...settings, [address]: 'http://10.1.2.3/x', timeoutMs: -1, unheardOf: 1 };
      const result = definition.settings.safeParse(wrong);
      const paths = result.error?.issues.map(({ path, code }) =>
        code === 'unrecognized_keys' ? code : path.join('.'),
      );
      assert.deepEqual(paths?.sort(), [address, 'timeoutMs', 'unrecognized_keys'].sort(), definition.id);
      for (const local of ['http://localhost:1/x', 'http://127.0.0.1:1', 'http://[::1]:1', 'https://a.example']) {
        assert.ok(definition.settings.safeParse({ ...settings, [address]: local }).success, local);
      }
      for (const refused of ['https://u:p@a.example', 'ftp://127.0.0.1', 'http://localhost.example', 'nonsense']) {
        assert.ok(!definition.settings.safeParse({ ...settings, [address]: refused }).success, refused);
      }
    }
  });
});

for (const { definition, play } of systems) {
  describe(`contract of ${definition.id}, played`, function () {
    this.timeout(20_000);
    useNock();
    const start = () => Promise.resolve(play());
    describeContract({ definition, start }, capabilities[definition.id] ?? {});
  });
}

for (const harness of receivers) {
  describe(`contract of ${harness.definition.id}`, () => {
    describeContract(harness, capabilities[harness.definition.id] ?? {});
  });
}
