/** The page of the API in a browser: what is said around Swagger UI, and that everybody can use it. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { cleanups } from '../support/processes.ts';
import { startTestHub, type TestHub } from '../unit/http/support/hub.ts';
import { barriers, needs, overflow, startBrowser } from './support.ts';

describe(`the page of the API in a browser (${needs})`, function () {
  this.timeout(120_000);
  const later = cleanups();
  let browser: Browser;
  let hub: TestHub;

  before(async function () {
    const started = await startBrowser();
    if (started === undefined) return this.skip();
    browser = started;
    later(() => browser.close());
    hub = await startTestHub();
    later(() => hub.close());
  });

  async function openDocs(width: number): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 844 } });
    await page.goto(`${hub.url}/docs`);
    await page.locator('.opblock').first().waitFor();
    return page;
  }

  it('says in the language of each part where a token comes from', async () => {
    const page = await openDocs(1280);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    for (const intro of [page.locator('.intro [lang=vi]'), page.locator('.intro p:not([lang])')]) {
      const said = await intro.innerText();
      assert.ok(said.includes('OAuth 2.0') && said.includes(hub.issuer.issuer), said);
    }
    await page.close();
  });

  it('has no barrier, with operations open to be tried, and with the box for the token', async () => {
    const page = await openDocs(1280);
    assert.deepEqual(await barriers(page), []);
    // One that takes a body, and one that takes parameters, some to choose.
    for (const operation of ['Prefill-prefill', 'Administration-listFailures']) {
      const place = page.locator(`#operations-${operation}`);
      await place.locator('.opblock-summary-control').click();
      await place.locator('.try-out__btn').click();
      await place.locator('.btn.execute').waitFor();
    }
    await page.locator('.btn.authorize').first().click();
    await page.locator('.close-modal').waitFor();
    assert.deepEqual(await barriers(page), []);
    await page.close();
  });

  it('opens an operation by keyboard, which the address then names, and fits a phone', async () => {
    const page = await openDocs(360);
    const operation = page.locator('#operations-Prefill-prefill .opblock-summary-control');
    await operation.focus();
    await page.keyboard.press('Enter');
    await page.locator('#operations-Prefill-prefill .opblock-body').waitFor();
    assert.match(page.url(), /#\/Prefill\/prefill$/);
    assert.ok((await overflow(page)) <= 0);
    await page.close();
  });
});
