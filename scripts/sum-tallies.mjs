// Prints what failed in any leg of CI, and the closing line. A leg that failed without counting any failed test counts as one.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, status] = process.argv.slice(2);
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const leg of readdirSync(folder)) {
  const tally = JSON.parse(readFileSync(join(folder, leg), "utf8"));
  for (const name of Object.keys(sum)) sum[name] += tally[name];
  for (const failure of tally.failures) console.log(`FAILED (${leg}) ${failure}\n`);
}
if (status !== "0" && sum.failed === 0) sum.failed = 1;
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
