// How long it takes to recover a folder of 10,000 runs, all of them dead, and to look through it again; and how much memory
// a run takes that has printed more than fits into any text.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { experiment } from "sacred-ts";
import { FileStorageObserver, recoverRuns } from "sacred-ts/observers/file-storage";
import { row, told } from "./measure.mjs";

const RUNS = 10_000;
const folder = mkdtempSync(join(tmpdir(), "sacred-bench-"));

/** The files of one run in progress, as its process leaves them when it is killed. */
async function filesOfARun() {
  const origin = join(folder, "origin");
  const ex = experiment("bench", {
    interactive: true,
    observers: [new FileStorageObserver(origin)],
  }).config({ lr: 1 });
  const names = ["run.json", "config.json", "cout.txt", "metrics.log", ".owner.json"];
  ex.main({ name: "main" }, async ({ _run }) => {
    for (let i = 0; i < 1000; i++) _run.logScalar("loss", 1 / i);
    console.log("a line that was captured");
    await _run.heartbeat();
    const log = join(origin, "1", "metrics.log");
    while ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) < 12_000)
      await new Promise((resolve) => setTimeout(resolve, 10));
    return names.map((name) => [name, readFileSync(join(origin, "1", name))]);
  });
  const { result } = await ex.run({ options: { loglevel: "ERROR" } });
  rmSync(origin, { recursive: true });
  const { pid } = spawnSync(process.execPath, ["-e", "0"]);
  return result.map(([name, content]) =>
    name === ".owner.json" ? [name, JSON.stringify({ ...JSON.parse(content), pid })] : [name, content],
  );
}

const files = await filesOfARun();
for (let id = 1; id <= RUNS; id++) {
  mkdirSync(join(folder, String(id)));
  for (const [name, content] of files) writeFileSync(join(folder, String(id), name), content);
}

async function seconds() {
  const start = performance.now();
  const { runs } = await recoverRuns(folder);
  return [(performance.now() - start) / 1000, runs.filter(({ kind, points }) => kind === "dead" && points === 1000)];
}

/** A dead run whose capture holds 2.2 GB, as they were printed or with a progress bar in front of them. */
function printedMuch(bar) {
  const store = join(folder, "much");
  const dir = join(store, "1");
  mkdirSync(dir, { recursive: true });
  for (const [name, content] of files) writeFileSync(join(dir, name), content);
  const { pid } = JSON.parse(readFileSync(join(dir, ".owner.json"), "utf8"));
  const capture = join(folder, `sacred-ts-capture-${pid}-1.txt`);
  const line = "a line that was captured\n";
  writeFileSync(join(dir, "cout.txt"), line);
  writeFileSync(join(dir, ".capture"), JSON.stringify({ file: capture, offset: 0 }));
  writeFileSync(capture, bar + line);
  const lines = line.repeat(1 << 20);
  for (let size = 0; size < 2.2e9; size += lines.length) appendFileSync(capture, lines);
  const code = `
    const start = performance.now();
    const { recoverRuns } = await import("sacred-ts/observers/file-storage");
    const { runs } = await recoverRuns(process.argv[1]);
    if (runs[0].outputBytes < 2.2e9) throw new Error(JSON.stringify(runs));
    console.log(JSON.stringify([(performance.now() - start) / 1000, process.resourceUsage().maxRSS / 1024]));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code, store], {
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  rmSync(store, { recursive: true });
  rmSync(capture);
  return JSON.parse(stdout);
}

try {
  const [first, dead] = await seconds();
  if (dead.length !== RUNS) throw new Error(`${dead.length} of ${RUNS} dead runs were found`);
  row(`recovering ${RUNS} dead runs of 1,000 points`, `${first.toFixed(1)} s`, "limit 10 s");
  const [second] = await seconds();
  row("… looking through them again", `${second.toFixed(1)} s`);
  const large = join(folder, "large");
  told("many-points.mjs", large, "1", "1e7", "kill");
  const [{ points: found, most, seconds: taken }] = told("recover-one.mjs", large);
  row(
    `… one of ${(found / 1e6).toFixed(1)} million points`,
    `${most.toFixed(0)} MB`,
    `limit 200 MB; in ${taken.toFixed(0)} s`,
  );
  for (const [what, bar] of [
    ["2.2 GB of captured output", ""],
    ["… as a terminal shows them", "50%\r"],
  ]) {
    const [time, megabytes] = printedMuch(bar);
    row(what, `${megabytes.toFixed(0)} MB`, `limit 200 MB; ${time.toFixed(1)} s`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
