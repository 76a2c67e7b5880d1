/** The documents written by hand: what they point at is there, and what they tell a reader to run exists. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../config/root.ts';
import { runCli } from '../../scripts/cli/program.ts';

const root = projectRoot();
const folders = ['docs', 'connectors', 'mappings'];
const generated = /^docs\/(?:reference|api)\//;
/** The system that docs/connecting-a-system.md makes: its files are not there. */
const invented = '/tax/';

type Page = { name: string; text: string };

function read(name: string): Page {
  return { name, text: readFileSync(join(root, name), 'utf8') };
}

function pages(): Page[] {
  const found = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
  const names = found.filter((name) => name.endsWith('.md') && !generated.test(name));
  return ['README.md', 'CONTRIBUTING.md', ...names].map(read);
}

function matches({ text }: Page, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found);
}

/** The places a link can lead to in a page, as GitHub names them. */
function anchors({ text }: Page): string[] {
  return [...text.replaceAll(/```[^]*?```/g, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function isBroken(page: Page, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page.name : join(dirname(page.name), path);
  if (!existsSync(join(root, target))) return true;
  return anchor !== undefined && !anchors(read(target)).includes(anchor);
}

/** What `lienthong <words> --help` prints. */
async function helpOf(words: readonly string[]): Promise<string> {
  let text = '';
  const keep = (part: string | Uint8Array): void => {
    text += String(part);
  };
  const world = { environment: {}, root, connectors: {}, mappings: [], mappingTables: [], now: () => 0 };
  await runCli([...words, '--help'], { stdout: keep, stderr: keep, readInput: () => Promise.resolve(''), ...world });
  return text;
}

/** What is wrong with a command line after `lienthong`: a command or an option that there is not. */
async function faultOf(line: string): Promise<string | undefined> {
  const parts = line.trim().split(/\s+/);
  const end = parts.findIndex((part) => !/^[a-z]+(?:-[a-z]+)*$/.test(part));
  const words = end === -1 ? parts : parts.slice(0, end);
  const help = await helpOf(words.filter((word) => word !== ''));
  const [, path = '', rest = ''] = /^Usage: lienthong((?: [a-z-]+)*)(.*)$/m.exec(help) ?? [];
  const named = path.split(' ').filter((word) => word !== '').length;
  if (words.some((word, index) => word !== '' && index >= named && rest.includes('[command]')))
    return 'no such command';
  const options = line.match(/--[a-z-]+/g) ?? [];
  return options.find((option) => !help.includes(option));
}

describe('the documents', () => {
  it('link to what is there', () => {
    const links = pages().flatMap((page) =>
      matches(page, /\]\(([^)\s]+)\)/g)
        .filter((link) => !/^[a-z]+:/.test(link))
        .map((link) => ({ page, link })),
    );
    assert.ok(links.length > 100);
    const broken = links.filter(({ page, link }) => isBroken(page, link));
    assert.deepEqual(broken.map(({ page, link }) => `${page.name}: ${link}`), []); // prettier-ignore
  });

  it('name files that are there', () => {
    const named = /`((?:config|connectors|docs|hub|mappings|scripts|test)\/[\w./-]+\.[a-z]+)`/g;
    const files = pages().flatMap((page) => matches(page, named).map((file) => ({ page, file })));
    assert.ok(files.length > 20);
    const missing = files.filter(({ file }) => !file.includes(invented) && !existsSync(join(root, file)));
    assert.deepEqual(missing.map(({ page, file }) => `${page.name}: ${file}`), []); // prettier-ignore
  });

  it('name npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json').text) as { scripts: Record<string, string> };
    const named = pages().flatMap((page) => matches(page, /\bnpm (?:run )?((?<=run )[\w:-]+|start|test)\b/g));
    assert.ok(new Set(named).size >= 6);
    assert.deepEqual(named.filter((name) => !Object.hasOwn(scripts, name)), []); // prettier-ignore
  });

  it('name commands and options of lienthong that there are', async () => {
    const lines = new Set(pages().flatMap((page) => matches(page, /npx lienthong ([^\n`)|#]*)/g)));
    assert.ok(lines.size >= 8);
    for (const line of lines) assert.equal(await faultOf(line), undefined, `npx lienthong ${line}`);
    assert.equal(await faultOf('failures forget --reason x'), 'no such command');
    assert.equal(await faultOf('status --nonsense'), '--nonsense');
  });

  it('begin with a summary in Vietnamese', () => {
    const own = pages().filter(({ name }) => name.startsWith('docs/'));
    assert.deepEqual(own.filter(({ text }) => !/^# .+\n\n\*\*Tóm tắt\.\*\*/.test(text)).map(({ name }) => name), []); // prettier-ignore
  });
});
