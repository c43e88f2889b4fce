// What capturing costs: the same printing, captured and not, in processes of their own; and how memory grows.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { row } from "./measure.mjs";

const program = fileURLToPath(new URL("programs/printing.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "sacred-bench-"));
const ROUNDS = 7;

/** What the program measured of itself. */
function measure(target, ...args) {
  const answer = join(folder, "answer.json");
  const redirection = { pipe: "| cat > /dev/null", file: '> "$OUT"' }[target];
  spawnSync("sh", ["-c", `"$@" ${redirection}`, "sh", process.execPath, program, answer, ...args], {
    cwd: folder,
    env: { ...process.env, OUT: join(folder, "out") },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return JSON.parse(readFileSync(answer, "utf8"));
}

function times(target, what, modes) {
  const all = Object.fromEntries(modes.map((mode) => [mode, []]));
  for (let round = 0; round < ROUNDS + 1; round++) {
    for (const mode of modes) {
      const { milliseconds } = measure(target, what, mode);
      if (round > 0) all[mode].push(milliseconds);
    }
  }
  // Three processes share the machine with everything else: the best round says most about what they need themselves.
  return modes.map((mode) => Math.min(...all[mode]));
}

const CASES = [
  ["10 MB of log lines to a pipe", "pipe", "lines", 1.5],
  ["10 MB of log lines to a file", "file", "lines", undefined],
  ["100 MB in 64 kB chunks to a file", "file", "chunks", 2.5],
];
for (const [what, target, printed, limit] of CASES) {
  const [plain, fd, sys] = times(target, printed, ["no", "fd", "sys"]);
  row(
    `${what}, captured over uncaptured`,
    `${(fd / plain).toFixed(2)} ×`,
    `${limit === undefined ? "" : `limit ${limit} × `}(${plain.toFixed(0)} ms; the mode "sys": ${(sys / plain).toFixed(2)} ×)`,
  );
}
const [plain, captured] = ["no", "fd"].map((mode) => measure("file", "million", mode, "-F", join(folder, "runs")));
row(
  "growth by 1,000,000 printed lines, captured and stored",
  `${captured.megabytes.toFixed(0)} MB`,
  `limit 30 MB (uncaptured: ${plain.megabytes.toFixed(0)} MB)`,
);
const [uncaptured, small] = times("file", "nothing", ["no", "fd"]);
row("a first capture, started and ended", `${(small - uncaptured).toFixed(1)} ms`, "limit 10 ms");
rmSync(folder, { recursive: true, force: true });
