/** Mocha's `spec` reporter, which also writes the totals to the file named by TEST_TOTALS. */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

// A default export, because that is what mocha takes.
export default class TotalsReporter extends Mocha.reporters.Spec {
  /**
   * @param {import('mocha').Runner} runner
   * @param {import('mocha').MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    /** @type {string[]} */
    const pending = [];
    runner.on('pending', (test) => pending.push(test.fullTitle()));
    runner.once('end', () => {
      const { passes, failures } = this.stats;
      writeFileSync(process.env['TEST_TOTALS'] ?? '', JSON.stringify({ passed: passes, failed: failures, pending }));
    });
  }
}
