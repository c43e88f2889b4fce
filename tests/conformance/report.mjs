import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SHOWN = Number(process.env.CONFORMANCE_SHOWN ?? 10);

/** The folder of vectors that was given, else the one that is shared, else the repository's own. */
export function vectorsFolder() {
  const shared = fileURLToPath(new URL("../../../shared/conformance", import.meta.url));
  const own = fileURLToPath(new URL("./vectors", import.meta.url));
  return process.argv[2] ?? (existsSync(shared) ? shared : own);
}

/** Prints what `compareAll` found, and sets the exit code. */
export function printReport({ rows, differences, rules, passed, failed, excluded, hash }) {
  for (const { file, kind, passed: p, failed: f, excluded: e } of rows) {
    console.log(
      `${file.padEnd(29)} ${kind.padEnd(29)} ${String(p).padStart(5)} passed ${String(f).padStart(5)} failed ${String(e).padStart(5)} excluded`,
    );
  }
  for (const { file, testCase, difference } of differences.slice(0, SHOWN)) {
    const { name, fn, kind } = testCase;
    console.log(`\n${file} ${name ?? kind ?? fn}\n  ${difference}\n  ${JSON.stringify(testCase).slice(0, 4000)}`);
  }
  if (differences.length > SHOWN) console.log(`\n… and ${differences.length - SHOWN} more differences`);
  console.log("\nExcluded by rule:");
  for (const [name, { reason, count }] of rules) console.log(`${String(count).padStart(5)}  ${name}: ${reason}`);
  console.log(`\nSHA-256 of what all hosts give: ${hash}`);
  console.log(`\n${passed} passed, ${failed} failed, ${excluded} excluded`);
  process.exitCode = failed === 0 ? 0 : 1;
}
