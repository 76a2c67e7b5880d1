/**
 * The set-up is plain JavaScript that runs before anything is built; its functions are taken by name, and what they
 * give is unknown until a test has looked at it.
 */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export type SetUpFunction = (...args: unknown[]) => unknown;

/** One function of a module in scripts/setup. */
export async function setUpFunction(module: string, name: string): Promise<SetUpFunction> {
  const file = resolve('scripts', 'setup', `${module}.mjs`);
  const loaded: unknown = await import(pathToFileURL(file).href);
  assert.ok(typeof loaded === 'object' && loaded !== null);
  const found: unknown = Reflect.get(loaded, name);
  assert.ok(typeof found === 'function', `${module}.mjs has no function ${name}`);
  return (...args) => {
    const result: unknown = Reflect.apply(found, undefined, args);
    return result;
  };
}
