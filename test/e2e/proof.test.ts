/** From an answer to the citizen's view of it and to the share of declaring that was saved, in a running hub. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { call, sampleOf, settled } from '../support/api.ts';
import type { Hub } from '../support/hub.ts';
import { cleanups } from '../support/processes.ts';
import { startWorld, type World } from '../support/world.ts';

const filled = z.object({ value: z.string(), seal: z.string() });
const answer = z.object({
  ...{ id: z.string(), seal: z.string(), form: z.string(), version: z.string() },
  fields: z.record(z.string(), z.union([filled, z.object({ reason: z.string() })])),
});
const log = z.object({
  entries: z.array(z.object({ id: z.string(), given: z.array(z.object({ field: z.string() })) })),
});
const report = z.object({
  totals: z.object({ answers: z.number(), submissions: z.number(), accepted: z.number(), share: z.number() }),
});

describe('an answer of a running hub', function () {
  this.timeout(120_000);
  const later = cleanups();
  let world: World;
  let hub: Hub;
  const at = () => ({ world, hub });

  before(async () => {
    world = await startWorld({ citizens: 50 });
    later(() => world.stop());
    hub = await world.hub('hub');
    await hub.ready();
    await settled(at());
  });

  it('is sealed, on record for the citizen, and counts once it is handed in unedited', async () => {
    const { personalNumber } = await sampleOf(world, /ordinary head of household/);
    const [caseCode, subject] = ['H29.12-260102-0001', { personalNumber }];
    const asked = { form: 'ct01', subject, purpose: 'TTHC', caseCode, officer: 'officer-1' };
    const given = answer.parse((await call(at(), ['POST', '/v1/prefill'], { as: 'portal', body: asked })).json);
    const fields = Object.fromEntries(Object.entries(given.fields).filter(([, field]) => 'value' in field));
    const sealed = Object.fromEntries(Object.entries(fields).map(([id, field]) => [id, filled.parse(field)] as const));
    const { seal, form, version } = given;
    const body = { seal, caseCode, form, version, subject, fields: sealed, final: true };
    const verified = await call(at(), ['POST', '/v1/prefill/verify'], { as: 'portal', body });
    assert.equal(verified.status, 200, verified.text);

    const query = { as: 'portal', body: { personalNumber } } as const;
    const { entries } = log.parse((await call(at(), ['POST', '/v1/access-log/query'], query)).json);
    assert.deepEqual(
      entries.map(({ id }) => id),
      [given.id],
    );
    assert.deepEqual(entries[0]?.given.map(({ field }) => field).sort(), Object.keys(fields).sort());

    const { totals } = report.parse(
      (await call(at(), ['GET', '/v1/reports/reuse?agency=H29.12'], { as: 'admin' })).json,
    );
    assert.deepEqual([totals.answers, totals.submissions], [1, 1]);
    assert.ok(totals.accepted > 0 && totals.accepted <= Object.keys(fields).length);
    assert.ok(totals.share >= 0.2, `${totals.share} of declaring saved`);
    assert.ok(!hub.log().includes(personalNumber));
  });
});
