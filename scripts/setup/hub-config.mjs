/** The hub's configuration for the sandbox of this folder, and the addresses that go with it. */
import path from 'node:path';
import { dataDir } from './paths.mjs';
import { host } from './ports.mjs';
import { writeSecret } from './secret-files.mjs';
import { toYaml } from './yaml.mjs';

/**
 * @typedef {ReturnType<typeof addressesOf>} Addresses
 *
 * @typedef {object} World what a configuration is made for
 * @property {import('./ports.mjs').Ports} ports
 * @property {import('./credentials.mjs').Credentials} credentials
 * @property {string} pseudonymKey
 * @property {string} sealKeysFile
 * @property {string} brokers
 * @property {string} uri
 */

/** Where the sandbox plays the health system. */
export const healthTopic = 'health.patient-records';

export const hubConfigFile = path.join(dataDir, 'hub.yaml');

const heading = `# Written anew by every npm start from the credentials in this folder: what you change here is lost.
# To change a setting, set its environment variable (docs/reference/configuration.md names it) before npm start.
`;

/**
 * Where everything of a start is found.
 *
 * @param {import('./ports.mjs').Ports} ports
 */
export function addressesOf(ports) {
  const api = `http://${host}:${ports.api}`;
  const ops = `http://${host}:${ports.ops}`;
  const sandbox = `http://${host}:${ports.sandbox}`;
  return { api, ops, docs: `${api}/docs`, metrics: `${ops}/metrics`, sandbox, tokenEndpoint: `${sandbox}/oauth/token` };
}

/**
 * The settings, in the shape config/schema.ts checks.
 *
 * @param {World} world
 */
export function hubSettings({ ports, credentials, pseudonymKey, sealKeysFile, brokers, uri }) {
  const { sandbox, tokenEndpoint } = addressesOf(ports);
  const { population, portal, clients } = credentials;
  return {
    kafka: { brokers },
    mongodb: { uri },
    identity: { pseudonymKey },
    http: { host, port: ports.api },
    ops: { host, port: ports.ops },
    auth: { issuer: `${sandbox}/oauth`, jwksUri: `${sandbox}/oauth/jwks` },
    prefill: {
      policies: [
        {
          ...{ client: clients.portal.id, purposes: ['TTHC'], forms: ['*'], classes: ['basic', 'sensitive'] },
          ...{ people: ['*'], others: true, legalBasis: 'Law on Residence 68/2020/QH14' },
        },
      ],
      seals: { keysFile: sealKeysFile },
    },
    connectors: {
      population: { url: `${sandbox}/population`, ...population, officer: 'lienthong', localities: ['79'] },
      'civil-status': {
        baseUrl: `${sandbox}/civil-status`,
        tokenEndpoint,
        clientId: clients.hub.id,
        clientSecret: clients.hub.secret,
        resource: 'urn:sandbox:civil-status',
        scope: 'feed',
      },
      'social-insurance': { folder: path.join(dataDir, 'sandbox', 'social-insurance') },
      portal: {
        baseUrl: `${sandbox}/dvcqg`,
        username: portal.username,
        password: portal.password,
        destinationCode: portal.dstcode,
      },
      health: { brokers, topic: healthTopic, securityProtocol: 'plaintext' },
      qcvn109: { enabled: true },
    },
  };
}

/**
 * Writes .data/hub.yaml.
 *
 * @param {World} world
 */
export function writeHubConfig(world) {
  writeSecret(hubConfigFile, heading + toYaml(hubSettings(world)));
}
