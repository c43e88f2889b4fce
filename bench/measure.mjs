import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Nanoseconds a call, the best of three rounds after a warm-up. */
export function nanoseconds(count, call) {
  for (let i = 0; i < count / 10; i++) call(i);
  let best = Infinity;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    for (let i = 0; i < count; i++) call(i);
    best = Math.min(best, ((performance.now() - start) / count) * 1e6);
  }
  return best;
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function row(what, value, remark = "") {
  console.log(`${what.padEnd(58)} ${String(value).padStart(14)}  ${remark}`.trimEnd());
}

/** What a program of bench/programs tells, a line of JSON each, from a process of its own. */
export function told(program, ...args) {
  const path = fileURLToPath(new URL(`programs/${program}`, import.meta.url));
  const { stdout } = spawnSync(process.execPath, [path, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return stdout
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}
