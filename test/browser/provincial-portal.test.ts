/** A citizen's form in a browser: filled by the hub, handed in, and found untouched or not. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { happen, sampleOf, settled } from '../support/api.ts';
import { cleanups } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';
import {
  barriers,
  described,
  entry,
  fillTheRest,
  handIn,
  needs,
  openForm,
  openSite,
  opened,
  overflow,
  startBrowser,
  unlock,
  verdicts,
} from './support.ts';

const certificate = 'marital-status-certificate';
const labels = { maritalStatus: 'Tình trạng hôn nhân', personName: 'Họ, chữ đệm, tên người được cấp', purpose: 'Mục đích sử dụng Giấy xác nhận' }; // prettier-ignore

describe(`the provincial portal in a browser (${needs})`, function () {
  this.timeout(180_000);
  const later = cleanups();
  let world: World;
  let browser: Browser;
  /** Married since the hub runs. */
  let citizen: string;

  before(async function () {
    const started = await startBrowser();
    if (started === undefined) return this.skip();
    browser = started;
    later(() => browser.close());
    world = await startWorld({ citizens: 60, site: true });
    later(() => world.stop());
    const hub = await world.hub('hub');
    await hub.ready();
    await settled({ world, hub });
    citizen = (await sampleOf(world, /single name/)).personalNumber;
    await happen(world, { type: 'marriage', personalNumber: citizen });
    await until('the marriage has arrived', async () => {
      const status = (await world.store.person(world.keyOf(citizen)))?.merged.maritalStatus;
      return status?.value.code === 'married';
    });
  });

  it('fills a form with what happened just now, which is found untouched when it is handed in', async () => {
    const { page, faults } = await openSite(browser, world.sandbox);
    await openForm(page, citizen, certificate);
    assert.equal(await entry(page, 'maritalStatus').inputValue(), 'Đang có vợ/chồng');
    assert.match(await described(page, 'maritalStatus'), /Hộ tịch điện tử · \d\d\/\d\d\/\d{4}.*không sửa được/s);
    assert.match(await described(page, 'purpose'), /Công dân tự khai/);
    assert.equal(await entry(page, 'maritalStatus').isEditable(), false);
    await fillTheRest(page);
    const found = await handIn(page);
    assert.equal(found.get(labels.maritalStatus), 'Nguyên vẹn');
    assert.equal(found.get(labels.purpose), 'Công dân khai');
    assert.deepEqual(new Set(found.values()), new Set(['Nguyên vẹn', 'Công dân khai']));
    const kept = await page.locator('#saved-count').innerText();
    assert.equal([...found.values()].filter((verdict) => verdict === 'Nguyên vẹn').length, Number(kept));
    assert.match(await page.locator('#result-body').innerText(), /Kết quả đã ghi vào số liệu/);
    const reported = page.locator('#report-body tbody tr', { hasText: 'Giấy xác nhận tình trạng hôn nhân' });
    await reported.getByRole('cell', { name: 'H29.12', exact: true }).waitFor();
    assert.deepEqual(faults, []);
    await page.close();
  });

  it('names the field that was tampered with in the page, and no other', async () => {
    const { page } = await openSite(browser, world.sandbox);
    await openForm(page, citizen, certificate);
    await fillTheRest(page);
    // As with the browser's own tools.
    await unlock(page, 'maritalStatus');
    await entry(page, 'maritalStatus').fill('Chưa kết hôn');
    await page.locator('.forge summary').click();
    await page.locator('#forge-field').selectOption('personName');
    await page.locator('#forge-seal').click();
    const found = await handIn(page);
    const named = [...found].filter(([, verdict]) => verdict !== 'Nguyên vẹn' && verdict !== 'Công dân khai');
    assert.deepEqual(new Map(named), new Map([[labels.personName, 'Giả mạo'], [labels.maritalStatus, 'Đã bị sửa']])); // prettier-ignore
    await page.close();
  });

  it('says of a form that was changed that what was found of it is out of date', async () => {
    const { page } = await openSite(browser, world.sandbox);
    const [outdated, rows] = [page.locator('#result-outdated'), page.locator('#result-body tbody tr')];
    await openForm(page, citizen, certificate);
    await fillTheRest(page);
    const { size } = await handIn(page);
    await page.getByRole('button', { name: 'English' }).click();
    await rows.filter({ hasText: 'Purpose' }).getByText('Declared').waitFor();
    const written = await entry(page, 'purpose').inputValue();
    await entry(page, 'purpose').fill('Another purpose');
    await outdated.getByText('hand it in again').waitFor();
    assert.equal(await rows.count(), 0);
    await entry(page, 'purpose').fill(written);
    await rows.first().waitFor();
    assert.deepEqual([await rows.count(), await outdated.innerText()], [size, '']);
    await page.locator('.forge summary').click();
    for (const tampering of ['#forge-value', '#forge-seal']) {
      await page.locator(tampering).click();
      await outdated.getByText('hand it in again').waitFor();
      assert.equal(await rows.count(), 0);
      await page.locator('#submit').click();
      await rows.getByText(tampering === '#forge-value' ? 'Edited' : 'Forged').waitFor();
    }
    await page.close();
  });

  it('ends in the language chosen last, and shows what is found while it is drawn in another', async () => {
    const { page } = await openSite(browser, world.sandbox);
    await openForm(page, citizen, certificate);
    await fillTheRest(page);
    await page.route('**/api/submissions', async (route) => {
      const response = await route.fetch();
      // As the answer comes, the form is being drawn again, twice.
      await page.evaluate(
        `for (const language of ['en', 'vi']) document.querySelector('[data-language=' + language + ']').click()`,
      );
      await route.fulfill({ response });
    });
    assert.notEqual((await handIn(page)).size, 0);
    await page.locator('#filled').getByText('Kính gửi').waitFor();
    assert.equal(await page.locator('#filled').getByText('Addressed to').count(), 0);
    await page.close();
  });

  it('closes the form of one citizen where another is asked for who is not there, and says so at the input', async () => {
    const { page } = await openSite(browser, world.sandbox);
    const index = page.locator('#index');
    for (const nobody of ['99999', 'abc']) {
      await openForm(page, citizen, certificate);
      await index.fill(nobody);
      await page.locator('#choose button').click();
      await page.locator('#index[aria-invalid=true]:focus').waitFor();
      assert.equal(await page.locator('#work').isVisible(), false);
      assert.equal(await page.locator('#filled .form-control').count(), 0);
      assert.match(await page.locator('#index-wrong').innerText(), /Không có công dân nào/);
      assert.match((await index.getAttribute('aria-describedby')) ?? '', /\bindex-wrong\b/);
      assert.deepEqual(await barriers(page), []);
    }
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('There is no citizen of this index').waitFor();
    await index.fill('1');
    assert.equal(await index.getAttribute('aria-invalid'), null);
    await page.locator('#choose button').click();
    await opened(page);
    await page.close();
  });

  it('asks whom a form is about beside the citizen, and says so where nobody was named', async () => {
    const { page } = await openSite(browser, world.sandbox);
    const couple = 'marriage-registration';
    const [otherIndex, wrong] = [page.locator('#other-index'), page.locator('#other-index-wrong')];
    await page.locator('#form').selectOption(certificate);
    assert.equal(await page.locator('#others').isVisible(), false);
    const { personalNumber: first } = await sampleOf(world, /ordinary head of household/);
    await openForm(page, first, couple);
    await page.getByRole('group', { name: 'Người thứ hai: Bên nữ / Bên nam' }).waitFor();
    const saidOfNames = () => Promise.all(['wifeName', 'husbandName'].map((field) => described(page, field)));
    assert.deepEqual((await saidOfNames()).map((said) => said.includes('Chưa nêu người này')).sort(), [false, true]);
    for (const nobody of ['0', '99999']) {
      await otherIndex.fill(nobody);
      await page.locator('#choose button').click();
      await page.locator('#other-index[aria-invalid=true]:focus').waitFor();
      assert.match(await wrong.innerText(), nobody === '0' ? /một người khác/ : /Không có công dân nào/);
      assert.equal(await page.locator('#work').isVisible(), false);
      assert.deepEqual(await barriers(page), []);
    }
    const { personalNumber: second } = await sampleOf(world, /wife in the same household/);
    await page.locator('#other').selectOption(second);
    assert.equal(await otherIndex.inputValue(), '');
    await page.locator('#choose button').click();
    await opened(page);
    assert.match(await page.locator('#paper-other').innerText(), /^Bên n.*: .*\d{12}$/);
    for (const said of await saidOfNames()) assert.match(said, /CSDL quốc gia về dân cư/);
    await page.close();
  });

  it('can be used by keyboard alone, with no barrier, and asks nothing of anybody else', async () => {
    const { page, asked, faults } = await openSite(browser, world.sandbox);
    assert.deepEqual(await barriers(page), []);
    const { keyboard } = page;
    const reach = (selector: string): Promise<unknown> =>
      until(`the focus is on ${selector}`, async () => {
        if (await page.locator(`${selector}:focus`).count()) return true;
        await keyboard.press('Tab');
        return false;
      });
    await reach('#index');
    await keyboard.type('0');
    await reach('#form');
    await until('the form is chosen', async () => {
      if ((await page.locator('#form').inputValue()) === certificate) return true;
      await keyboard.press('ArrowDown');
      return false;
    });
    await reach('#choose button');
    await keyboard.press('Enter');
    await opened(page);
    assert.deepEqual(await barriers(page), []);
    const entries = await page.locator('#filled .form-control').all();
    assert.ok(entries.length > 10);
    for (const each of entries) {
      const name = (await each.getAttribute('name')) ?? '';
      await reach(`[name="${name}"]`);
      assert.match(await described(page, name.slice('data['.length, -1)), /\S/, `what is said of ${name}`);
      const isEmpty = (await each.inputValue()) === '';
      if (isEmpty && (await each.isEditable())) await keyboard.type('Tự điền');
    }
    await reach('#submit');
    await keyboard.press('Enter');
    assert.ok((await verdicts(page)).size >= entries.length);
    assert.deepEqual(await barriers(page), []);
    const elsewhere = asked.filter((url) => !url.startsWith(`${world.sandbox}/site/`) && !url.startsWith('data:'));
    assert.deepEqual(elsewhere, []);
    assert.deepEqual(faults, []);
    await page.close();
  });

  it('fits a phone with every form there is, in both languages', async () => {
    const { page, faults } = await openSite(browser, world.sandbox, 360);
    await openForm(page, citizen, certificate);
    await fillTheRest(page);
    await handIn(page);
    await page.locator('#report-body tbody tr', { hasText: 'H29.12' }).first().waitFor();
    for (const part of ['html', '#report-body .table-frame', '#result-body .table-frame']) {
      assert.ok((await overflow(page, part)) <= 0, `${part} is wider than the phone`);
    }
    await page.getByRole('row', { name: 'H29.12' }).getByRole('cell', { name: 'H29.12' }).first().waitFor();
    assert.deepEqual(await barriers(page), []);
    const options = await page.locator('#form option').all();
    const forms = await Promise.all(options.map(async (option) => (await option.getAttribute('value')) ?? ''));
    assert.ok(forms.length > 1);
    for (const form of forms) {
      await openForm(page, citizen, form);
      assert.ok((await overflow(page)) <= 0, `${form} is wider than the phone`);
      assert.deepEqual(await barriers(page), [], form);
    }
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'What the state knows, nobody declares again' }).waitFor();
    await openForm(page, citizen, certificate);
    assert.match(await described(page, 'maritalStatus'), /Civil status · \d+ \w+ \d{4}/);
    assert.match(await page.locator('#paper-who').innerText(), / · born \d+ \w+ \d{4} · /);
    assert.ok((await overflow(page)) <= 0, 'English is wider than the phone');
    assert.deepEqual(await barriers(page), []);
    assert.deepEqual(faults, []);
    await page.close();
  });
});
