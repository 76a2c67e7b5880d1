/** `npm run generate`: writes the generated documents; with `--check` only tells, by its exit code, whether it should. */
import { projectRoot } from '../config/root.ts';
import { projectDocuments } from './generate/documents.ts';
import { describeStale, staleDocuments, writeDocuments } from './generate/freshness.ts';

const [option, ...rest] = process.argv.slice(2);

if ((option !== undefined && option !== '--check') || rest.length > 0) {
  process.stderr.write('Usage: npm run generate [-- --check]\n');
  process.exitCode = 2;
} else if (option === '--check') {
  await check();
} else {
  await write();
}

async function check(): Promise<void> {
  const root = projectRoot();
  const stale = await staleDocuments(root, projectDocuments(root));
  if (stale.length === 0) return;
  process.stderr.write(describeStale(stale));
  process.exitCode = 1;
}

async function write(): Promise<void> {
  const root = projectRoot();
  const written = await writeDocuments(root, projectDocuments(root));
  process.stdout.write(written.length === 0 ? 'All generated documents are up to date.\n' : '');
  for (const path of written) process.stdout.write(`Wrote ${path}\n`);
}
