/** What a hub reads before it asks any server: whether that fits together is known without them. */
import type { Configuration } from '../config/schema.ts';
import type { Units } from '../mappings/lib/units/contract.ts';
import { checkPrecedence } from '../mappings/precedence.ts';
import type { Proof } from './api.ts';
import { loadUnits } from './catalogues/units.ts';
import { StartRefused } from './errors.ts';
import { loadForms, type Forms } from './http/forms.ts';
import type { Matcher } from './identity/matching/contract.ts';
import { loadMatchingRules } from './identity/matching/load.ts';
import { createMatcher } from './identity/matching/matcher.ts';
import { comparableUnits } from './identity/matching/units.ts';
import { readSealKeys } from './prefill/keys.ts';
import { createPolicies } from './prefill/policies.ts';

/** What was read; `proof` is for the role http, and undefined without it. */
export type StartFiles = { units: Units; matcher: Matcher; proof: Proof | undefined };

/**
 * Reads the catalogue of units, the rules of matching, the forms, and for the API the policies and the keys of seals;
 * `systems` are those there are mappings for. Throws one `StartRefused` with all that is wrong with all of them.
 */
export function readStartFiles(configuration: Configuration, systems: readonly string[]): StartFiles {
  const problems = checkPrecedence(systems).map((problem) => `checking the table of precedence: ${problem}`);
  const attempt: Attempt = (read) => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof StartRefused)) throw error;
      problems.push(...error.problems.map((problem) => `${error.doing}: ${problem}`));
      return undefined;
    }
  };
  const units = attempt(loadUnits);
  const rules = attempt(loadMatchingRules);
  const forms = attempt(() => loadForms(units === undefined ? {} : { units }));
  const proof = configuration.roles.includes('http') ? readProof(configuration, forms, attempt) : undefined;
  if (problems.length > 0 || units === undefined || rules === undefined) {
    throw new StartRefused('reading what the hub starts with', problems);
  }
  return { units, matcher: createMatcher(rules, comparableUnits(units)), proof };
}

/** Reads something, or notes why it cannot be used. */
type Attempt = <T>(read: () => T) => T | undefined;

/** Which forms a policy may name is not known where some cannot be read. */
function readProof({ prefill }: Configuration, forms: Forms | undefined, attempt: Attempt): Proof | undefined {
  const policies = forms && attempt(() => createPolicies(prefill.policies, forms.ids));
  const sealKeys = attempt(() => readSealKeys(prefill.seals.keysFile));
  return forms && policies && sealKeys && { forms, policies, sealKeys };
}
