/** The rules of matching, read from their file once, at start. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../../config/root.ts';
import { StartRefused } from '../../errors.ts';
import { checkRules, type MatchingRules } from './rules.ts';

/** Reads a rules file; without one the reviewed rules that are shipped. Throws one error that lists every fault. */
export function loadMatchingRules(file = join(projectRoot(), 'mappings', 'matching', 'rules.yaml')): MatchingRules {
  const checked = checkRules(readYaml(file));
  if (!checked.ok) throw refused(checked.problems);
  return checked.rules;
}

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw refused([`is not YAML that can be read (${error instanceof Error ? error.name : 'unreadable'})`]);
  }
}

function refused(problems: readonly string[]): StartRefused {
  return new StartRefused('reading the rules of matching', problems);
}
