import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { projectRoot } from '../config/root.ts';

const root = projectRoot();
const folders = ['clients', 'config', 'connectors', 'hub', 'mappings', 'scripts', 'test'];
const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

const report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** Every breach of the import rules by the files in a folder, as `rule: from -> to`. */
async function breaches(folder: string): Promise<{ cruised: number; found: string[] }> {
  const rules = join(root, '.dependency-cruiser.cjs');
  const args = [cruiser, '--config', rules, '--output-type', 'json', ...folders];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 1 << 28 });
  const { summary } = report.parse(JSON.parse(stdout));
  const found = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  return { cruised: summary.totalCruised, found };
}

/** One file for each rule that breaks it, and what it imports. */
const wrong: [rule: string, from: string, imports: string][] = [
  ['no-circular', 'hub/store/a.ts', './b.ts'],
  ['resolvable', 'hub/store/lost.ts', './nowhere.ts'],
  ['clients-imports', 'clients/typescript/c.ts', '../../hub/normalise/apply.ts'],
  ['config-imports', 'config/c.ts', '../connectors/contract.ts'],
  ['mappings-imports', 'mappings/m.ts', '../config/schema.ts'],
  ['connectors-imports', 'connectors/contract.ts', '../mappings/contract.ts'],
  ['hub-imports', 'hub/main.ts', '../scripts/cli.ts'],
  ['scripts-imports', 'scripts/s.ts', '../test/support.ts'],
  ['connector-isolation', 'connectors/population/a.ts', '../portal/wire.ts'],
  ['connector-isolation', 'connectors/sectors/health/a.ts', '../civil-status/wire.ts'],
  ['connector-lib-knows-no-system', 'connectors/lib/a.ts', '../portal/wire.ts'],
  ['stage-isolation', 'hub/deliver/a.ts', '../normalise/apply.ts'],
  ['only-compose-knows-registries', 'hub/ingest/a.ts', '../../connectors/registry.ts'],
  ['node-rdkafka-in-its-place', 'hub/normalise/k.ts', 'node-rdkafka'],
  ['mongoose-in-its-place', 'hub/http/m.ts', 'mongoose'],
  ['express-in-its-place', 'hub/security/e.ts', 'express'],
  ['axios-in-its-place', 'connectors/portal/x.ts', 'axios'],
  ['oidc-provider-in-its-place', 'hub/security/o.ts', 'oidc-provider'],
  ['mappings-few-packages', 'mappings/lib/clock.ts', 'node:fs'],
  ['mappings-few-packages', 'mappings/lib/net.ts', 'axios'],
  ['no-development-packages', 'config/d.ts', 'oidc-provider'],
];

/** What the rules allow, close to what they forbid. */
const right: [from: string, imports: string][] = [
  ['hub/kafka/k.ts', 'node-rdkafka'],
  ['hub/store/m.ts', 'mongoose'],
  ['hub/http/e.ts', 'express'],
  ['scripts/sandbox/e.ts', 'express'],
  ['scripts/sandbox/o.ts', 'oidc-provider'],
  ['scripts/sandbox/k.ts', 'node-rdkafka'],
  ['connectors/lib/x.ts', 'axios'],
  ['connectors/portal/c.ts', '../lib/x.ts'],
  ['connectors/sectors/health/own.ts', './wire.ts'],
  ['hub/compose.ts', '../connectors/registry.ts'],
  ['mappings/lib/x.ts', 'saxes'],
  ['mappings/lib/z.ts', 'zod'],
];

/** What the files above import: empty, but there. */
const imported = [
  'config/schema.ts', 'mappings/contract.ts', 'scripts/cli.ts', 'test/support.ts', 'connectors/portal/wire.ts',
  'connectors/sectors/civil-status/wire.ts', 'connectors/sectors/health/wire.ts', 'connectors/registry.ts',
  'hub/normalise/apply.ts',
]; // prettier-ignore

const packages = ['node-rdkafka', 'mongoose', 'express', 'axios', 'saxes', 'zod'];

function writeProject(folder: string): void {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const versions = Object.fromEntries(packages.map((name) => [name, '1.0.0']));
  const manifest = { type: 'module', dependencies: versions, devDependencies: { 'oidc-provider': '1.0.0' } };
  write('package.json', JSON.stringify(manifest));
  write('tsconfig.json', '{"compilerOptions": {"module": "nodenext", "allowImportingTsExtensions": true}}');
  for (const name of [...packages, 'oidc-provider']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  for (const path of imported) write(path, 'export {};\n');
  write('hub/store/b.ts', "import './a.ts';\n");
  for (const [from, imports] of right) write(from, `import '${imports}';\n`);
  for (const [, from, imports] of wrong) write(from, `import '${imports}';\n`);
}

describe('the import rules', function () {
  this.timeout(60_000);

  it('are kept by every file', async () => {
    const { cruised, found } = await breaches(root);
    assert.ok(cruised > 50, `only ${String(cruised)} files were looked at`);
    assert.deepEqual(found, []);
  });

  it('catch a breach of each, and nothing that is allowed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lienthong-imports-'));
    try {
      writeProject(folder);
      const { found } = await breaches(folder);
      const broken = found.map((breach) => breach.split(' -> ')[0] ?? '');
      for (const [rule, from] of wrong) {
        assert.ok(broken.includes(`${rule}: ${from}`), `not caught: ${rule}: ${from}\n${found.join('\n')}`);
      }
      const innocent = right.map(([from]) => from);
      assert.deepEqual(found.filter((breach) => innocent.some((from) => breach.includes(`: ${from} ->`))), []); // prettier-ignore
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
