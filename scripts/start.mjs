#!/usr/bin/env node
/** `npm start`: sets everything up, starts Kafka, MongoDB, the sandbox and the hub, and stops them all at the end. */
import path from 'node:path';
import { startHub, startSandbox } from './setup/applications.mjs';
import { credentials, pseudonymKey, sealKeysFile } from './setup/credentials.mjs';
import { prepareData } from './setup/data.mjs';
import { writeHubConfig } from './setup/hub-config.mjs';
import { tryLock } from './setup/lock.mjs';
import { startHelp, startOptions } from './setup/options.mjs';
import { dataDir, logsDir } from './setup/paths.mjs';
import { checkPorts, choosePorts } from './setup/ports.mjs';
import { Problem } from './setup/problem.mjs';
import { ownServers, setUp } from './setup/provision.mjs';
import { removeSandboxFile, writeSandboxFile } from './setup/sandbox-file.mjs';
import { runSession } from './setup/session.mjs';
import { startStack } from './setup/stack.mjs';
import { duration } from './setup/steps.mjs';
import { welcome } from './setup/welcome.mjs';

/** Which ports this start is going to listen on, having made sure that it can. */
async function securePorts() {
  const { ports, faults } = choosePorts(process.env);
  if (faults.length > 0) throw new Problem('The ports cannot be used as they are set:', faults);
  const own = ownServers(process.env);
  /** @type {(keyof typeof ports)[]} */
  const wanted = ['api', 'ops', 'sandbox'];
  if (!own.brokers) wanted.push('kafka', 'kafkaController');
  if (!own.uri) wanted.push('mongodb');
  await checkPorts(ports, wanted);
  return ports;
}

await runSession(async (session) => {
  const began = Date.now();
  const { fresh, help, citizens } = startOptions(process.argv.slice(2), process.env);
  if (help) {
    session.steps.say(startHelp);
    return 0;
  }
  const release = await tryLock(path.join(dataDir, 'start.lock'));
  if (!release) throw new Problem('npm start already runs in this folder', ['End it first (Ctrl-C).']);
  const ports = await securePorts();
  await setUp(session);
  const people = prepareData(session.steps, { fresh, citizens });
  removeSandboxFile();
  const { brokers, uri } = await startStack(session, {
    folder: dataDir,
    logs: logsDir,
    ports,
  });
  const secrets = { credentials: credentials(), pseudonymKey: pseudonymKey(), sealKeysFile: sealKeysFile() };
  const world = { ports, ...secrets, brokers, uri };
  writeHubConfig(world);
  await startSandbox(session, ports, { citizens: people, brokers });
  await startHub(session, ports);
  session.steps.say(welcome(ports, await writeSandboxFile(world)));
  session.steps.say(`(${duration(Date.now() - began)})`);
  session.ready();
  return session.end;
});
