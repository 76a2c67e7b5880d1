/** National messages and the portal's declarations, pushed by whoever holds them, up to the prefilled form. */
import assert from 'node:assert/strict';
import { call, prefill, settled, valueOf } from '../support/api.ts';
import type { Hub } from '../support/hub.ts';
import { cleanups } from '../support/processes.ts';
import { pushed } from '../support/records.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';
import { citizenXml, collectionXml } from '../contract/qcvn109/wire.ts';
import { declaration } from '../contract/portal/wire.ts';

const [inXml, inJson, declaring] = ['079290000001', '079290000002', '079290000003'] as const;

describe('pushed messages', function () {
  this.timeout(90_000);
  const later = cleanups();
  let world: World;
  let hub: Hub;

  before(async () => {
    const settings = { connectors: { qcvn109: { enabled: true }, 'civil-status': null } };
    world = await startWorld({ citizens: 20, localities: [], settings });
    later(() => world.stop());
    hub = await world.hub('hub');
    await hub.ready();
  });

  const push = async (system: string, contentType: string, body: string) => {
    const headers = { 'content-type': contentType };
    const path = `/v1/records/${system}`;
    const answer = await call({ world, hub }, ['POST', path], { as: 'sector', body: Buffer.from(body), headers });
    return { status: answer.status, records: pushed.parse(answer.json).records };
  };
  const shows = (personalNumber: string, field: string, value: string) =>
    until(`${field} shows`, async () => valueOf(await prefill({ world, hub }, personalNumber), field) === value);

  it('a national message in XML is taken citizen by citizen, a name in TCVN3 as the name it is', async () => {
    const good = citizenXml(inXml).replace('A &amp; B', 'NguyÔn ThÞ B×nh');
    const { status, records } = await push('qcvn109', 'application/xml', collectionXml([good, citizenXml('123')]));
    assert.equal(status, 207);
    assert.deepEqual(records.map(({ status: outcome }) => outcome), ['accepted', 'refused']); // prettier-ignore
    await shows(inXml, 'fullName', 'Nguyễn Thị Bình');
  });

  it('a national message in JSON is taken', async () => {
    const citizen = {
      SoDinhDanh: inJson,
      HoVaTen: { Ho: 'Lê', ChuDem: 'Văn', Ten: 'Tám' },
      LienThong: { phone: '0900000002' },
    };
    const message = { CongdanCollection: { ThoiDiemDuLieu: '2026-02-01T00:00:00', CongDan: [citizen] } };
    assert.equal((await push('qcvn109', 'application/json', JSON.stringify(message))).status, 202);
    await shows(inJson, 'fullName', 'Lê Văn Tám');
    await shows(inJson, 'phone', '0900000002');
  });

  it('what a citizen declared at the portal is taken, from who has an old card only, too', async () => {
    const declarations = [declaration(declaring), declaration('024123456'), declaration(inJson)];
    assert.equal((await push('portal', 'application/json', `[${declarations.join()}]`)).status, 202);
    await shows(declaring, 'phone', '0900000001');
    await shows(inJson, 'phone', '0900000001');
  });

  it('all of it is accounted for', async () => {
    const { totals } = await settled({ world, hub });
    assert.deepEqual([totals.received, totals.failed], [6, 1]);
  });
});
