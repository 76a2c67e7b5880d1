import assert from 'node:assert/strict';
import { startTest, type Client } from './client.ts';

const code = (body: string) => /<MaLoi[^>]*>([^<]*)/.exec(body)?.[1];
const values = (body: string, name: string) =>
  [...body.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((match) => match[1] ?? '');

describe('sandbox population database', () => {
  let client: Client;
  before(async () => {
    client = await startTest();
  });
  after(() => client.sandbox.close());

  it('refuses wrong credentials and a wrong clock with 401, and tells its own time', async () => {
    const body = client.envelope('TraCuuThongTinCongDan', '<SoDinhDanh>079000000000</SoDinhDanh>');
    for (const over of [{ ApiKey: 'wrong' }, { Authorization: 'Basic d3Jvbmc6d3Jvbmc=' }, { Timestamp: 'soon' }]) {
      assert.equal((await client.soap(body, client.headers(over))).status, 401, Object.keys(over).join());
    }
    for (const skew of [-300_001, 300_001]) {
      const answer = await client.soap(body, client.headers({ Timestamp: String(client.clock.now + skew) }));
      assert.equal(answer.status, 401);
      assert.ok(answer.headers.get('date'));
    }
    const within = client.headers({ Timestamp: String(client.clock.now - 299_000) });
    assert.equal((await client.soap(body, within)).status, 200);
  });

  it('faults a missing header, a wrong order, a stranger, a DTD, a repeat, and broken XML as the client’s', async () => {
    const number = '<SoDinhDanh>079000000000</SoDinhDanh>';
    const repeated = client.envelope('TraCuuThongTinCongDan', number);
    assert.equal((await client.soap(repeated)).status, 200);
    const call = (children: string, operation = 'TraCuuThongTinCongDan') => client.envelope(operation, children);
    const cases: [string, string, Record<string, string>?][] = [
      ['THIEU_X_ROAD_CLIENT', call(number), { 'X-Road-Client': '' }],
      ['MA_YEU_CAU_TRUNG', repeated],
      ['SAI_THU_TU', call(`<HoVaTen>A</HoVaTen>${number}`)],
      ['SAI_THU_TU', call('')],
      ['SAI_THU_TU', call(`${number}<SoCMND>020000000</SoCMND>`)],
      ['PHAN_TU_LA', call(`${number}<Khac>1</Khac>`)],
      ['PHAN_TU_RONG', call('<SoDinhDanh/>')],
      ['THAO_TAC_LA', call(number, 'XoaHet')],
      ['THAO_TAC_LA', call(number, 'constructor')],
      ['XML_SAI', `<!DOCTYPE a [<!ENTITY b "c">]>${call(number)}`],
      ['XML_SAI', call(number).slice(0, -20)],
      ['XML_SAI', call('<SoDinhDanh>&b;</SoDinhDanh>')],
      ['MA_TICH_HOP', call(number).replace('037', '003')],
      ['PHIEN_BAN_SOAP', call(number).replace('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope')],
    ]; // prettier-ignore
    for (const [expected, body, over] of cases) {
      const answer = await client.soap(body, client.headers(over));
      assert.equal(answer.status, 500, expected);
      assert.equal(code(answer.body), expected);
      assert.match(answer.body, /<faultcode>soap:(Client|VersionMismatch)</);
    }
  });

  it('matches by number, unaccented name and date, and does not say what did not fit', async () => {
    const { personalNumber, fullName, birthDate } = await client.sample(/^An ordinary head/);
    const date = (day: string) => `<NgayThangNamSinh><NgayThangNam>${day}</NgayThangNam></NgayThangNamSinh>`;
    const plain = fullName.normalize('NFD').replace(/[^A-Za-zđĐ]/g, '').replace(/đ/gi, 'D').toUpperCase(); // prettier-ignore
    const found = await client.lookup(
      personalNumber,
      `<HoVaTen>${plain}</HoVaTen>${date(birthDate.replaceAll('-', ''))}`,
    );
    assert.deepEqual(values(found, 'Ten'), [fullName.toLocaleUpperCase('vi')]);
    assert.match(found, /SoCongDan="1"/);
    assert.match(await client.lookup(personalNumber, `<HoVaTen>${fullName}</HoVaTen>`), /SoCongDan="1"/);
    assert.match(
      await client.lookup(personalNumber, '<NgayThangNamSinh><Nam>1700</Nam></NgayThangNamSinh>'),
      /^(?!.*<CongDan>)/,
    );
    assert.match(await client.lookup(personalNumber, '<HoVaTen>KHONGAI</HoVaTen>'), /^(?!.*<CongDan>)/);
    assert.match(await client.lookup(personalNumber, date('19000101')), /^(?!.*<CongDan>)/);
    assert.match(await client.lookup('079299000001'), /^(?!.*<CongDan>)/);
  });

  it('finds by an old card, knows bare years and deaths, and people from outside the province', async () => {
    const holder = await client.sample(/nine-digit identity card\. Unmarried/);
    const [card = ''] = values(await client.lookup(holder.personalNumber), 'SoCMND');
    assert.match(card, /^\d{9}$/);
    const byCard = await client.soap(client.envelope('TraCuuThongTinCongDan', `<SoCMND>${card}</SoCMND>`));
    assert.equal(values(byCard.body, 'SoDinhDanh')[0], holder.personalNumber);
    const bare = await client.sample(/Only the year/);
    assert.deepEqual(values(await client.lookup(bare.personalNumber), 'Nam'), [bare.birthDate]);
    const dead = await client.sample(/Deceased/);
    assert.match(values(await client.lookup(dead.personalNumber), 'NgayChet')[0] ?? '', /^\d{8}$/);
    const old = await client.sample(/before 1 July 2025/);
    assert.match(
      await client.lookup(old.personalNumber),
      /<ThuongTru><MaTinhThanh>\d\d<\/MaTinhThanh><MaQuanHuyen>\d{3}</,
    );
    const outside = await client.sample(/outside the province/);
    assert.match(await client.lookup(outside.personalNumber), /SoCongDan="1"/);
  });

  it('pages a list once it is ready, checks its numbers, and lets it expire', async () => {
    const requested = await client.soap(
      client.envelope('CungCapDanhSachTheoDiaPhuong', '<MaTinhThanh>79</MaTinhThanh>'),
    );
    const [id = ''] = values(requested.body, 'MaKetQua');
    const result = `<MaKetQua>${id}</MaKetQua>`;
    const page = (number: string, size: string) =>
      client.soap(
        client.envelope(
          'GetResultDetailAsRecords',
          `${result}<TrangSo>${number}</TrangSo><KichThuocTrang>${size}</KichThuocTrang>`,
        ),
      );
    assert.equal(code((await page('1', '100')).body), 'CHUA_CO_KET_QUA');
    let status = '';
    for (let calls = 0; calls < 4 && !status.includes('HOAN_THANH'); calls += 1) {
      status = (await client.soap(client.envelope('GetRequestStatus', result))).body;
    }
    const total = Number(values(status, 'TongSo')[0]);
    const numbers: string[] = [];
    for (let number = 1; (number - 1) * 150 < total; number += 1) {
      const { body } = await page(String(number), '150');
      numbers.push(...[...body.matchAll(/<CongDan><SoDinhDanh>(\d{12})/g)].map((match) => match[1] ?? ''));
    }
    assert.equal(numbers.length, total);
    assert.equal(new Set(numbers).size, total);
    const outside = await client.sample(/outside the province/);
    assert.ok(!numbers.includes(outside.personalNumber));
    for (const [number, size] of [['0', '10'], ['1', '501'], ['one', '10'], ['1', '0']] as const) assert.equal((await page(number, size)).status, 500); // prettier-ignore
    client.clock.now += 31 * 60_000;
    assert.equal(code((await page('1', '10')).body), 'KET_QUA_HET_HAN');
  });
}).timeout(20_000);
