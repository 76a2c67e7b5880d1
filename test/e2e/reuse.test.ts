/** Every form, filled and handed in for some of the sandbox's people: how much of it need not be declared. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { drawFilings } from '../../scripts/sandbox/reuse/filings.ts';
import { readPopulation } from '../../scripts/sandbox/reuse/people.ts';
import { reuseTable } from '../../scripts/sandbox/reuse/table.ts';
import { tryReuse } from '../../scripts/sandbox/reuse/try.ts';
import { settled } from '../support/api.ts';
import type { Hub } from '../support/hub.ts';
import { cleanups, root, temporaryFolder } from '../support/processes.ts';
import { startWorld, type World } from '../support/world.ts';

const options = { people: 8, seed: 1, editsEvery: 4, now: Date.now() };
const licence = 'driving-licence-renewal';
const manifestSchema = z.object({ fields: z.array(z.object({ id: z.string(), source: z.looseObject({}) })) });
const citizens = z.object({
  citizens: z.array(z.object({ personalNumber: z.string(), identityCard: z.looseObject({}).optional() })),
});

describe('the share of every form that need not be declared', function () {
  this.timeout(120_000);
  const later = cleanups();
  let world: World;
  let lines: Awaited<ReturnType<typeof tryReuse>> = [];

  before(async () => {
    world = await startWorld({ citizens: 300, socialInsurance: {}, health: true });
    later(() => world.stop());
    const hub = await world.hub('hub');
    await hub.ready();
    await settled({ world, hub });
    const { folder, done } = temporaryFolder();
    later(done);
    lines = await tryReuse({ root: asStarted(folder, hub), environment: {} }, options);
  });

  /** A folder in which `npm start` would have written this down. */
  function asStarted(folder: string, { api }: Hub): string {
    const { sandbox, credentials } = world;
    const { portal, admin } = credentials.clients;
    const content = { api, sandbox, tokenEndpoint: `${sandbox}/oauth/token`, clients: { portal, admin } };
    mkdirSync(join(folder, '.data'));
    writeFileSync(join(folder, '.data', 'sandbox.json'), JSON.stringify(content), { mode: 0o600 });
    return folder;
  }

  it('is a fifth at least, of every form there is', () => {
    const folders = readdirSync(join(root, 'mappings', 'forms'), { withFileTypes: true });
    const ids = folders.filter((each) => each.isDirectory()).map(({ name }) => name);
    assert.deepEqual(lines.map(({ form }) => form).sort(), ids.sort());
    for (const { form, submissions, verified, share } of lines) {
      assert.deepEqual([submissions, verified], [options.people, options.people], form);
      assert.ok((share ?? 0) >= 0.2, `${form}: ${share}`);
    }
  });

  it('is what a count by hand over the manifest comes to', async () => {
    const file = readFileSync(join(root, 'mappings', 'forms', licence, '2025-03-01.yaml'), 'utf8');
    const { fields } = manifestSchema.parse(parse(file));
    const filled = fields.filter(({ source }) => !('declaredByCitizen' in source)).map(({ id }) => id);
    assert.equal(fields.length, 17);
    assert.deepEqual(filled, ['fullName', 'birthDate', 'identityNumber', 'identityIssuedOn', 'identityIssuedBy']);

    const population = await readPopulation(world.sandbox, new Date(options.now).getUTCFullYear());
    const filings = drawFilings(licence, { population, ...options });
    const page = citizens.parse(await world.play('GET', '/citizens?offset=0&limit=1000'));
    const cards = new Map(page.citizens.map(({ personalNumber, identityCard }) => [personalNumber, identityCard]));
    const given = filings.reduce((sum, { subject }) => sum + (cards.get(subject) === undefined ? 3 : 5), 0);
    const edited = options.people / options.editsEvery;

    const line = lines.find(({ form }) => form === licence);
    assert.deepEqual([line?.declarable, line?.prefilled, line?.accepted], [17 * options.people, given, given - edited]);
    assert.equal(line?.share, Math.round(((given - edited) / (17 * options.people)) * 10_000) / 10_000);
  });

  it('is shown per form, with the mean and why fields do not count', () => {
    const shown = reuseTable(lines);
    assert.match(shown, /^driving-licence-renewal +8 +17\.0 +5\.0 /m);
    assert.match(shown, /^ct01 +email +not-held +8 of 8$/m);
    const mean = lines.reduce((sum, { share }) => sum + (share ?? 0), 0) / 12;
    assert.ok(shown.includes(`Mean of 12 forms: ${(mean * 100).toFixed(1)} %`), shown);
  });
});
