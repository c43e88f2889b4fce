import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** Prints a plain closing line that any log reader understands: `N passed, N failed, N skipped`. */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) count.failed++;
      for (const test of module.children.allTests()) count[test.result().state]++;
    }
    const failed = count.failed + count.pending;
    const file = process.env["TALLY_FILE"];
    if (file !== undefined)
      writeFileSync(file, JSON.stringify({ passed: count.passed, failed, skipped: count.skipped }));
    process.once("exit", () => console.log(`${count.passed} passed, ${failed} failed, ${count.skipped} skipped`));
  }
}
