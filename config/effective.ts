/** The configuration as it may be shown. */
import { redactCredentials } from './redact.ts';
import type { Configuration } from './schema.ts';
import type { Setting } from './settings.ts';
import { valueAt } from './value-at.ts';

/** What stands in place of a secret, whatever its length. */
export const mask = '********';

/** One setting that has a value, as it may be shown. */
export type ShownSetting = { path: string; value: unknown; secret: boolean };

/**
 * Every setting that has a value, secrets masked. Built from the known settings, not from what the configuration
 * holds: what is not described is not shown.
 */
export function showSettings(configuration: Configuration, settings: readonly Setting[]): ShownSetting[] {
  return settings.flatMap(({ path, secret }) => {
    const value = valueAt(configuration, path.split('.'));
    return value === undefined ? [] : [{ path, secret, value: secret ? mask : redactCredentials(value) }];
  });
}

/** The same as a copy of the configuration, section in section. */
export function maskSecrets(configuration: Configuration, settings: readonly Setting[]): Record<string, unknown> {
  const shown: Tree = {};
  for (const { path, value } of showSettings(configuration, settings)) put(shown, path.split('.'), value);
  return shown;
}

type Tree = Record<string, unknown>;

function put(tree: Tree, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  const inner: Tree = { ...asTree(tree[key]) };
  tree[key] = inner;
  put(inner, rest, value);
}

function asTree(value: unknown): Tree {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
