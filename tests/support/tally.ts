import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/**
 * Prints a plain closing line that any log reader understands: `N passed, N failed, N skipped`. With `TALLY_FILE`, also writes the
 * three numbers there with what failed, for `scripts/sum-tallies.mjs`.
 */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly { message: string; stack?: string }[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    const failures = errors.map((error) => describe("outside of any test", [error]));
    for (const module of modules) {
      if (module.errors().length > 0) {
        count.failed++;
        failures.push(describe(module.relativeModuleId, module.errors()));
      }
      for (const test of module.children.allTests()) {
        const result = test.result();
        count[result.state]++;
        if (result.state === "failed")
          failures.push(describe(`${module.relativeModuleId} > ${test.fullName}`, result.errors));
      }
    }
    const failed = count.failed + count.pending;
    const file = process.env["TALLY_FILE"];
    if (file !== undefined)
      writeFileSync(file, JSON.stringify({ passed: count.passed, failed, skipped: count.skipped, failures }));
    process.once("exit", () => console.log(`${count.passed} passed, ${failed} failed, ${count.skipped} skipped`));
  }
}

function describe(place: string, errors: readonly { message: string; stack?: string }[]): string {
  return [place, ...errors.map((error) => (error.stack ?? error.message).slice(0, 2000))].join("\n");
}
