/**
 * Reads the configuration: config/default.yaml, then config/environments/<LIENTHONG_ENVIRONMENT>.yaml, then the file
 * named by LIENTHONG_CONFIG, then environment variables; the later wins. Either all of it is right, or every problem
 * is told at once.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { environmentSource, readEnvironment, type Environment } from './environment.ts';
import { addFile, emptyLayers, type Layers } from './layers.ts';
import type { Problem } from './problems.ts';
import { configurationSchema, type Configuration } from './schema.ts';
import { settingsTree, listSettings, type Section, type Setting } from './settings.ts';
import { explainIssues } from './issues.ts';
import { valueAt } from './value-at.ts';
import { parseYaml } from './yaml-file.ts';

export type LoadInput = {
  /** Each connector's own settings, by connector id. */
  connectors: Record<string, z.ZodType>;
  /** The project's folder, in which config/ lies. */
  root: string;
  environment: Environment;
};

export type LoadResult =
  | {
      ok: true;
      configuration: Configuration;
      /** For every setting that has a value, where it came from (`default` for the schema's own). */
      sources: Record<string, string>;
      /** Where a setting came from, or what stands inside it (`prefill.policies.2.forms`); undefined if nowhere. */
      sourceOf: (path: string) => string | undefined;
    }
  | { ok: false; problems: Problem[] };

/** Loads and checks. Never throws for what a person wrote, and never puts a secret into a problem. */
export function loadConfiguration({ connectors, root, environment }: LoadInput): LoadResult {
  const schema = configurationSchema(connectors);
  const tree = settingsTree(schema);
  const settings = listSettings(tree);
  const layers = emptyLayers();
  for (const file of configurationFiles(root, environment, layers.problems)) addYaml(layers, tree, file);
  addEnvironment(layers, settings, environment);

  const result = schema.safeParse(assemble(tree, layers));
  if (result.success && layers.problems.length === 0) {
    return {
      ok: true,
      configuration: result.data,
      sources: sourcesOf(settings, layers, result.data),
      sourceOf: (path) => sourceOf(settings, layers, path),
    };
  }
  const found = explainIssues(result.error?.issues ?? [], settings, layers);
  return { ok: false, problems: [...layers.problems, ...found] };
}

type FileToRead = { name: string; path: string; namedBy: string };

function configurationFiles(root: string, environment: Environment, problems: Problem[]): FileToRead[] {
  const files: FileToRead[] = [];
  const add = (name: string, namedBy: string): void => {
    files.push({ name, path: resolve(root, name), namedBy });
  };
  add(join('config', 'default.yaml'), 'part of every installation');
  const stage = environment['LIENTHONG_ENVIRONMENT'] ?? '';
  if (/^[a-z0-9-]+$/.test(stage)) {
    add(join('config', 'environments', `${stage}.yaml`), 'environment variable LIENTHONG_ENVIRONMENT');
  } else if (stage !== '') {
    problems.push({
      path: 'LIENTHONG_ENVIRONMENT',
      expected: 'the name of a file in config/environments without .yaml: lower-case letters, digits, hyphens',
      source: 'environment variable LIENTHONG_ENVIRONMENT',
    });
  }
  const own = environment['LIENTHONG_CONFIG'] ?? '';
  if (own !== '') add(own, 'environment variable LIENTHONG_CONFIG');
  return files;
}

function addYaml(layers: Layers, tree: Section, file: FileToRead): void {
  const text = readText(file.path);
  if (text === undefined) {
    layers.unreadable = true;
    layers.problems.push({ path: file.name, expected: 'a file that can be read', source: file.namedBy });
    return;
  }
  const result = parseYaml(file.name, text);
  if (result.ok) {
    addFile(layers, tree, result.file);
    return;
  }
  layers.unreadable = true;
  for (const { line, expected } of result.faults) {
    layers.problems.push({ path: file.name, expected, source: `${file.name}:${String(line)}` });
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function addEnvironment(layers: Layers, settings: readonly Setting[], environment: Environment): void {
  const { values, problems } = readEnvironment(settings, environment);
  layers.problems.push(...problems);
  for (const setting of settings) {
    if (!values.has(setting.path)) continue;
    layers.values.set(setting.path, values.get(setting.path));
    layers.sources.set(setting.path, () => environmentSource(setting));
  }
}

/**
 * The values as the object the schema takes. A required section is there even if nothing was written in it, so that
 * each missing setting is named by its own path.
 */
function assemble(section: Section, layers: Layers): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  for (const [key, child] of section.children) {
    if (child.kind === 'section') {
      if (child.required || isWritten(child, layers)) entries.push([key, assemble(child, layers)]);
    } else if (layers.values.has(child.path)) {
      entries.push([key, layers.values.get(child.path)]);
    }
  }
  return Object.fromEntries(entries);
}

function isWritten({ path }: Section, { sections, values }: Layers): boolean {
  return sections.has(path) || [...values.keys()].some((each) => each.startsWith(`${path}.`));
}

/** Of every setting that has a value; those of a connector that is off have none. */
function sourcesOf(settings: readonly Setting[], layers: Layers, configuration: Configuration): Record<string, string> {
  const inForce = settings.filter(({ path }) => valueAt(configuration, path.split('.')) !== undefined);
  return Object.fromEntries(inForce.map(({ path }) => [path, layers.sources.get(path)?.([]) ?? 'default']));
}

function sourceOf(settings: readonly Setting[], layers: Layers, path: string): string | undefined {
  const setting = settings.find((each) => path === each.path || path.startsWith(`${each.path}.`));
  if (setting === undefined) return undefined;
  const inside = path.split('.').slice(setting.path.split('.').length);
  return layers.sources.get(setting.path)?.(inside);
}
