import assert from 'node:assert/strict';
import { loadConfiguration } from '../../config/load.ts';
import { projectRoot } from '../../config/root.ts';
import { classify, StartRefused } from '../../hub/errors.ts';
import { readStartFiles } from '../../hub/start-checks.ts';
import { mappings } from '../../mappings/registry.ts';
import { required } from './config/support.ts';

const systems = mappings.map(({ id }) => id);

describe('what a hub starts with', () => {
  const loaded = loadConfiguration({ connectors: {}, root: projectRoot(), environment: required });
  assert.ok(loaded.ok);
  const { configuration } = loaded;

  it('is read without any server; policies and seals for the API only', () => {
    const { proof, units } = readStartFiles({ ...configuration, roles: ['ingest'] }, systems);
    assert.equal(proof, undefined);
    assert.notEqual(units, undefined);
  });

  it('is refused with everything that is wrong, as a fault of the configuration', () => {
    const row = { client: 'portal', purposes: ['TTHC'], forms: ['ct02'], legalBasis: 'Luật' };
    const policy = { ...row, classes: ['basic' as const], people: ['*'], others: false, deceased: 'filled' as const };
    const prefill = { ...configuration.prefill, policies: [policy] };
    const known = systems.filter((system) => system !== 'civil-status');
    assert.throws(
      () => readStartFiles({ ...configuration, roles: ['http'], prefill }, known),
      (error) => {
        assert.ok(error instanceof StartRefused);
        const told = error.problems.join('\n');
        assert.match(told, /^checking the table of precedence: .*no mapping for system civil-status$/m);
        assert.match(told, /^reading the policies of prefill: prefill\.policies\.0\.forms: .* found ct02$/m);
        assert.match(told, /^reading the keys that seal answers: prefill\.seals\.keysFile: expected/m);
        assert.deepEqual(classify(error), { code: 'start-refused', disposition: 'configuration' });
        return true;
      },
    );
  });
});
