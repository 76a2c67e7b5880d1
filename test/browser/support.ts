/** A real browser on the sandbox's provincial portal. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { z } from 'zod';
import { findProgram } from '../support/processes.ts';

/** What a person reads where there is no browser: .ci/run installs it where it may. */
export const needs = 'needs Chromium: sudo apt-get install -y chromium';

/** Starts the Chromium of this machine; undefined if there is none. */
export async function startBrowser(): Promise<Browser | undefined> {
  const executablePath = await findProgram('chromium', 'chromium-browser', 'google-chrome');
  return executablePath === undefined ? undefined : chromium.launch({ executablePath });
}

export type Site = {
  page: Page;
  /** Every address the page has asked for. */
  asked: string[];
  /** What went wrong in its scripts. */
  faults: string[];
};

/** Opens the portal, and waits until there is something to choose from. */
export async function openSite(browser: Browser, sandbox: string, width = 1280): Promise<Site> {
  const page = await browser.newPage({ viewport: { width, height: 844 } });
  const site: Site = { page, asked: [], faults: [] };
  page.on('request', (request) => site.asked.push(request.url()));
  page.on('pageerror', ({ message }) => site.faults.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') site.faults.push(message.text());
  });
  await page.goto(`${sandbox}/site/`);
  await page.locator('#form option').first().waitFor({ state: 'attached' });
  return site;
}

/** Chooses by pointer, and waits until the form is there. */
export async function openForm(page: Page, citizen: string, form: string): Promise<void> {
  await page.locator('#citizen').selectOption(citizen);
  await page.locator('#form').selectOption(form);
  await page.locator('#choose button').click();
  await opened(page);
}

/** Waits until the form that was asked for is shown. */
export async function opened(page: Page): Promise<void> {
  await page.locator('#paper-title:focus').waitFor();
}

/** The entry of a field. */
export function entry(page: Page, field: string): Locator {
  return page.locator(`#filled [name="data[${field}]"]`);
}

/** What is told of an entry: its description, as a screen reader has it. */
export async function described(page: Page, field: string): Promise<string> {
  const id = await entry(page, field).getAttribute('aria-describedby');
  if (id === null) return '';
  return (await page.locator(`[id="${id}"]`).textContent()) ?? '';
}

/** Takes the lock of an entry away, as anybody can with the browser's own tools. */
export async function unlock(page: Page, field: string): Promise<void> {
  const selector = JSON.stringify(`#filled [name="data[${field}]"]`);
  await page.evaluate(`['readonly', 'aria-readonly'].forEach((name) =>
    document.querySelector(${selector}).removeAttribute(name))`);
}

/** Fills what is required and empty. */
export async function fillTheRest(page: Page): Promise<void> {
  for (const field of await page.locator('#filled input.form-control:not([readonly])').all()) {
    if ((await field.inputValue()) === '') await field.fill('Nội dung do công dân điền');
  }
}

/** Hands the form in; the verdict in words on every field, by its label. */
export async function handIn(page: Page): Promise<Map<string, string>> {
  await page.locator('#submit').click();
  return verdicts(page);
}

/** The verdicts, once they are shown. */
export async function verdicts(page: Page): Promise<Map<string, string>> {
  await page.locator('#result-title:focus').waitFor();
  const rows = await page.locator('#result-body tbody tr').all();
  const read = rows.map(async (row) => {
    const [label, verdict] = await Promise.all([row.locator('th').innerText(), row.locator('.badge').innerText()]);
    return [label, verdict] as const;
  });
  return new Map(await Promise.all(read));
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const violations = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));

/** What breaks WCAG 2.2 AA, or good practice, in the page as it is now, as far as a program can tell. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const rules = JSON.stringify(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
  const found = await page.evaluate(`axe.run({ runOnly: ${rules} }).then(({ violations }) => violations)`);
  return violations.parse(found).flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** How far the page, or an element of it, is wider than what is seen of it, in pixels. */
export async function overflow(page: Page, selector = 'html'): Promise<number> {
  const element = `document.querySelector(${JSON.stringify(selector)})`;
  return z.number().parse(await page.evaluate(`${element}.scrollWidth - ${element}.clientWidth`));
}
