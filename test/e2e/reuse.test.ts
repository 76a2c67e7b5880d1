/** Every form, filled and handed in for some of the sandbox's people: how much of it need not be declared. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { meanShare, reuseTable } from '../../scripts/sandbox/reuse/table.ts';
import { tryReuse } from '../../scripts/sandbox/reuse/try.ts';
import { settled } from '../support/api.ts';
import type { Hub } from '../support/hub.ts';
import { cleanups, root, temporaryFolder } from '../support/processes.ts';
import { startWorld, type World } from '../support/world.ts';

const people = Number(process.env['REUSE_PEOPLE'] ?? 6);

describe('the share of every form that need not be declared', function () {
  this.timeout(300_000);
  const later = cleanups();
  let world: World;
  let hub: Hub;
  let lines: Awaited<ReturnType<typeof tryReuse>> = [];

  before(async () => {
    world = await startWorld({ citizens: Number(process.env['REUSE_CITIZENS'] ?? 300), socialInsurance: {}, health: true });
    later(() => world.stop());
    hub = await world.hub('hub');
    await hub.ready();
    await settled({ world, hub });
    const { folder, done } = temporaryFolder();
    later(done);
    const { portal, admin } = world.credentials.clients;
    const tokenEndpoint = `${world.sandbox}/oauth/token`;
    mkdirSync(join(folder, '.data'));
    const file = { api: hub.api, sandbox: world.sandbox, tokenEndpoint, clients: { portal, admin } };
    writeFileSync(join(folder, '.data', 'sandbox.json'), JSON.stringify(file), { mode: 0o600 });
    lines = await tryReuse({ root: folder, environment: {} }, { people, seed: 1, editsEvery: 10, now: Date.now() });
    console.log(reuseTable(lines), meanShare(lines));
  });

  it('covers every form there is', () => {
    const forms = readdirSync(join(root, 'mappings', 'forms'), { withFileTypes: true });
    const ids = forms.filter((each) => each.isDirectory()).map(({ name }) => name);
    assert.deepEqual(lines.map(({ form }) => form).sort(), ids.sort());
    for (const { form, submissions } of lines) assert.ok(submissions > 0, form);
  });
  it('x', () => { void readFileSync; });
});
