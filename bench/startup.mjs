// The start of hello world over that of a bare Node: with a folder observer alone, and with all that Sacred collects.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, row } from "./measure.mjs";

// Both programs stand in one repository, so that both find the same things.
const folder = mkdtempSync(join(tmpdir(), "sacred-bench-"));
const file = (path) => fileURLToPath(new URL(path, import.meta.url));
mkdirSync(join(folder, "node_modules"));
symlinkSync(file(".."), join(folder, "node_modules", "sacred-ts"), "junction");
cpSync(file("../examples/01_hello_world.mjs"), join(folder, "hello.mjs"));
const python = process.env.SACRED_PYTHON;
const ROUNDS = 15;

const hello = join(folder, "hello.py");
writeFileSync(
  hello,
  `from sacred import Experiment
ex = Experiment()
@ex.automain
def my_main():
    print("Hello world!")
`,
);
const git = (...args) =>
  spawnSync("git", ["-c", "user.name=b", "-c", "user.email=b@example.com", ...args], { cwd: folder });
git("init", "-q");
git("add", "hello.mjs", "hello.py");
git("commit", "-q", "-m", "hello");
const programs = {
  bare: [process.execPath, "-e", "0"],
  folder: [process.execPath, file("./programs/hello-folder.mjs"), "-F", join(folder, "a")],
  everything: [process.execPath, join(folder, "hello.mjs"), "-F", join(folder, "b")],
  ...(python === undefined
    ? {}
    : { barePython: [python, "-c", "0"], python: [python, hello, "-F", join(folder, "c")] }),
};

/** Wall time in milliseconds. */
function time([program, ...args]) {
  const start = performance.now();
  spawnSync(program, args, { stdio: "ignore" });
  return performance.now() - start;
}

const walls = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
for (let round = 0; round < ROUNDS + 1; round++) {
  for (const [name, program] of Object.entries(programs)) {
    const wall = time(program);
    if (round > 0) walls[name].push(wall);
  }
}
/** User CPU time of a Node program in milliseconds. */
function cpu([program, ...args]) {
  const { output } = spawnSync(program, ["-r", file("./programs/report-cpu.cjs"), ...args], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  return Number(output[3]) / 1000;
}
const userTime = (name) => median(Array.from({ length: ROUNDS }, () => cpu(programs[name])));

const over = (name, base) => median(walls[name]) - median(walls[base]);
const bare = `bare: ${median(walls.bare).toFixed(0)} ms, wall, median of ${ROUNDS}`;
row("hello world with -F, over node -e 0", `${over("folder", "bare").toFixed(0)} ms`, `limit 40 ms (${bare})`);
row("… in user CPU time", `${(userTime("folder") - userTime("bare")).toFixed(0)} ms`, "limit 40 ms");
row("… with descriptors, sources, packages, git, host", `${over("everything", "bare").toFixed(0)} ms`, "limit 100 ms");
if (python !== undefined) {
  const theirs = over("python", "barePython");
  row(
    "… Python's Sacred, over python -c 0",
    `${theirs.toFixed(0)} ms`,
    `${(theirs / over("everything", "bare")).toFixed(1)}× ours, limit 4×`,
  );
}
rmSync(folder, { recursive: true, force: true });
