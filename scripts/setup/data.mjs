/** What earlier starts have left in .data, and whether this one goes on with it. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { dataDir } from './paths.mjs';
import { ownServers } from './provision.mjs';
import { writeSecret } from './secret-files.mjs';

const defaultCitizens = 2000;
const folders = ['kafka', 'mongodb', 'sandbox'];
const countFile = path.join(dataDir, 'citizens');

/** @returns {number | undefined} how many citizens the sandbox had at the last start */
function lastCitizens() {
  return existsSync(countFile) ? Number(readFileSync(countFile, 'utf8')) : undefined;
}

/**
 * Deletes the data if that is asked for, or if the sandbox is to hold another population: the store would know people
 * whom no outside system has, and the hub would wait at places in the feeds that do not come.
 *
 * @param {import('./steps.mjs').Steps} steps
 * @param {{ fresh: boolean, citizens: number | undefined }} options
 * @returns {number} how many citizens the sandbox is to have
 */
export function prepareData(steps, { fresh, citizens }) {
  const last = lastCitizens();
  const wanted = citizens ?? last ?? defaultCitizens;
  const another = last !== undefined && last !== wanted;
  if (fresh || another) {
    for (const name of folders) rmSync(path.join(dataDir, name), { recursive: true, force: true });
    const why = fresh ? '' : `: ${wanted} citizens instead of ${last}`;
    steps.say(`✓ Data of Kafka, MongoDB and the sandbox deleted from .data${why} (credentials stay)`);
    const own = ownServers(process.env);
    if (own.brokers) steps.say('  KAFKA_BROKERS is set: what that Kafka holds was not touched');
    if (own.uri) steps.say('  MONGODB_URI is set: what that MongoDB holds was not touched');
  }
  writeSecret(countFile, `${wanted}\n`);
  return wanted;
}
