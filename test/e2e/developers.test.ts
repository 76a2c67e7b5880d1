/** What a portal's developers are told to do, done: the commands of the page, and the client in TypeScript. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { clientCredentials, createHub } from '../../clients/typescript/index.ts';
import { nameIn, prefillAnswer, sampleOf, settled, type Sample } from '../support/api.ts';
import type { Hub } from '../support/hub.ts';
import { cleanups, root, temporaryFolder } from '../support/processes.ts';
import { startWorld, type World } from '../support/world.ts';

type Block = { language: string; text: string };

/** Between the output of one block and that of the next. */
const mark = '--- next block ---';

/** Members whose value is the same whoever runs the commands. */
const fixed = new Set(['form', 'version', 'known', 'source', 'reason', 'type', 'title', 'status', 'path', 'code']);

describe('a developer of a portal', function () {
  this.timeout(90_000);
  const later = cleanups();
  const { folder, done } = temporaryFolder();
  later(done);
  let world: World;
  let hub: Hub;
  let sample: Sample;

  before(async () => {
    // Connected to what npm start connects to, since the page is about that.
    world = await startWorld({ socialInsurance: {}, health: true });
    later(() => world.stop());
    hub = await world.hub('hub');
    await hub.ready();
    await settled({ world, hub });
    sample = await sampleOf(world, /ordinary head of household/);
    const { clients } = world.credentials;
    mkdirSync(join(folder, '.data'));
    writeFileSync(join(folder, '.data', 'sandbox.json'), JSON.stringify({ clients, citizens: [sample] }));
  });

  const here = (text: string): string =>
    text.replaceAll('http://127.0.0.1:8480', hub.api).replaceAll('http://127.0.0.1:8490', world.sandbox);

  it('gets what the page says from every command of it', async () => {
    const blocks = blocksOf('docs/first-prefill.md').filter(({ text }) => text !== 'npm start\n');
    const commands = blocks.filter(({ language }) => language === 'sh');
    assert.ok(commands.length >= 6);
    const script = commands.map(({ text }) => `${here(text)}\necho; echo '${mark}'\n`).join('');
    const outputs = (await run('bash', ['-euo', 'pipefail', '-c', script])).split(`\n${mark}\n`);
    let compared = 0;
    for (const [index, command] of commands.entries()) {
      const shown = blocks[blocks.indexOf(command) + 1];
      if (shown?.language !== 'json') continue;
      assertAsShown(JSON.parse(outputs[index] ?? ''), JSON.parse(shown.text), command.text);
      compared += 1;
    }
    assert.equal(compared, 2);
    const document: unknown = JSON.parse(readFileSync(join(folder, 'openapi.json'), 'utf8'));
    assert.deepEqual(document, JSON.parse(readFileSync(join(root, 'docs/api/openapi.json'), 'utf8')));
  });

  it('prefills a form with the client', async () => {
    const { id: clientId, secret: clientSecret } = world.credentials.clients.portal;
    const token = clientCredentials({ tokenEndpoint: `${world.sandbox}/oauth/token`, clientId, clientSecret });
    const portal = createHub({ baseUrl: hub.api, token });
    const subject = { personalNumber: sample.personalNumber };
    const { data, error } = await portal.POST('/v1/prefill', {
      body: { form: 'ct01', subject, purpose: 'TTHC', caseCode: 'H29-2026-0001' },
    });
    assert.equal(error, undefined);
    assert.equal(nameIn(prefillAnswer.parse(data))?.toUpperCase(), sample.fullName.toUpperCase());
    const refused = await portal.POST('/v1/prefill', {
      body: { form: 'ct99', subject, purpose: 'TTHC', caseCode: 'H29-2026-0001' },
    });
    assert.equal(refused.response.status, 422);
    assert.deepEqual(
      refused.error?.errors?.map(({ path, code }) => [path, code]),
      [['form', 'unknown-form']],
    );
  });

  it('gets a form filled by the program in the README of the client', async () => {
    const [program] = blocksOf('clients/typescript/README.md').filter(({ language }) => language === 'ts');
    const client = pathToFileURL(join(root, 'dist', 'clients', 'typescript', 'index.js')).href;
    const file = join(folder, 'program.mjs');
    writeFileSync(file, here(program?.text ?? '').replace("'lienthong-client'", `'${client}'`));
    const { secret: CLIENT_SECRET } = world.credentials.clients.portal;
    const output = await run(process.execPath, [file], { CLIENT_SECRET, PERSONAL_NUMBER: sample.personalNumber });
    assert.match(output, /^fullName /m);
    assert.ok(output.toUpperCase().includes(sample.fullName.toUpperCase()), output);
  });

  /** What a command prints; it must end well. */
  async function run(program: string, args: string[], more: Record<string, string> = {}): Promise<string> {
    const options = { cwd: folder, env: { ...process.env, ...more }, timeout: 60_000 };
    return (await promisify(execFile)(program, args, options)).stdout;
  }
});

/** The fenced blocks of a page, in order. */
function blocksOf(page: string): Block[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language = '', block = '']) => ({
    language,
    text: block,
  }));
}

/** Whether an answer has every member the page shows, with the same value where that is fixed. */
function assertAsShown(answer: unknown, shown: unknown, where: string): void {
  assert.equal(typeof answer, typeof shown, where);
  if (typeof shown !== 'object' || shown === null) return;
  assert.deepEqual(Object.keys(Object(answer) as object).sort(), Object.keys(shown).sort(), where);
  for (const [name, member] of Object.entries(shown)) {
    const found: unknown = Reflect.get(Object(answer) as object, name);
    if (fixed.has(name) && typeof member !== 'object') assert.equal(found, member, `${name} of ${where}`);
    else assertAsShown(found, member, `${name} of ${where}`);
  }
}
