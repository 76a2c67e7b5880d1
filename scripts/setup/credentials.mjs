/** What the sandbox and the hub know each other by: made at the first start, kept in .data, in no repository. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { dataDir, root } from './paths.mjs';
import { keptSecret } from './secret-files.mjs';

/**
 * @typedef {{ id: string, secret: string }} Client
 *
 * @typedef {object} Credentials
 * @property {{ user: string, secret: string, apiKey: string, xRoadClient: string }} population
 * @property {{ username: string, password: string, dstcode: string }} portal
 * @property {Record<'portal' | 'sector' | 'admin' | 'hub', Client>} clients
 */

export const credentialsFile = path.join(dataDir, 'sandbox-credentials.json');

const secret = () => randomBytes(24).toString('base64url');

/** @returns {Credentials} */
export function newCredentials() {
  return {
    population: { user: 'lienthong', secret: secret(), apiKey: secret(), xRoadClient: 'VN/GOV/H29/LIENTHONG' },
    portal: { username: 'lienthong', password: secret(), dstcode: 'VN:GOV:000.00.00.G22:vpcpdvcqg' },
    clients: {
      portal: { id: 'portal', secret: secret() },
      sector: { id: 'sector', secret: secret() },
      admin: { id: 'admin', secret: secret() },
      hub: { id: 'lienthong-hub', secret: secret() },
    },
  };
}

/** @returns {Credentials} */
export function credentials() {
  return JSON.parse(keptSecret(credentialsFile, () => `${JSON.stringify(newCredentials(), undefined, 2)}\n`));
}

/** The key of the hub's pseudonyms. A new one would make strangers of everybody in the store. */
export function pseudonymKey() {
  return keptSecret(path.join(dataDir, 'pseudonym-key'), () => `${randomBytes(32).toString('hex')}\n`).trim();
}

/** The file with the keys that seal answers, made once by the built command line: seals outlive a start. */
export function sealKeysFile() {
  const file = path.join(dataDir, 'seal-keys.json');
  const program = path.join(root, 'dist', 'scripts', 'cli.js');
  keptSecret(file, () => execFileSync(process.execPath, [program, 'keys', 'new'], { encoding: 'utf8' }));
  return file;
}
