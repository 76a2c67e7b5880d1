/** `.data/sandbox.json`: what a client or an outside check has to know about the running sandbox. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { dataDir } from './paths.mjs';
import { addressesOf } from './hub-config.mjs';
import { Problem } from './problem.mjs';
import { writeSecret } from './secret-files.mjs';

/** @typedef {{ personalNumber: string, fullName: string, birthDate: string, note: string }} Sample */

const file = path.join(dataDir, 'sandbox.json');

/** Takes the file of the start before away: while it is there, the addresses in it answer. */
export function removeSandboxFile() {
  rmSync(file, { force: true });
}

/**
 * Writes the file and gives the sample citizens in it.
 *
 * @param {import('./hub-config.mjs').World} world
 * @returns {Promise<Sample[]>}
 */
export async function writeSandboxFile({ ports, credentials, brokers, uri }) {
  const { api, docs, metrics, sandbox, tokenEndpoint } = addressesOf(ports);
  const response = await fetch(`${sandbox}/samples`, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Problem(`The sandbox gave no sample citizens: HTTP ${response.status}`);
  const citizens = /** @type {Sample[]} */ (await response.json());
  const { portal, sector, admin } = credentials.clients;
  const clients = { portal, sector, admin };
  const content = { api, docs, metrics, sandbox, tokenEndpoint, kafka: brokers, mongodb: uri, clients, citizens };
  writeSecret(file, `${JSON.stringify(content, undefined, 2)}\n`);
  return citizens;
}
