// What a short run costs that is one of many in a program: the first one has paid for threads and modules.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";
import { median, row } from "./measure.mjs";

const RUNS = 60;
const folder = mkdtempSync(join(tmpdir(), "sacred-bench-sweep-"));
const observers = [new FileStorageObserver(join(folder, "ours"))];
const ex = experiment("sweep", { observers, saveGitInfo: false }).config({ a: 1 });
ex.main(({ a, _run }) => _run.logScalar("x", a));

try {
  for (const capture of ["no", "fd"]) {
    const ours = await milliseconds(capture);
    row(`a short run with a point, stored, capture ${capture}`, `${ours.toFixed(1)} ms`);
    const python = pythonMilliseconds(capture);
    if (python !== undefined)
      row("… of Python's Sacred", `${python.toFixed(1)} ms`, `${(python / ours).toFixed(1)}× ours`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function milliseconds(capture) {
  const times = [];
  for (let a = 0; a < RUNS; a++) {
    const start = performance.now();
    await ex.run({ configUpdates: { a }, options: { loglevel: "ERROR", "--capture": capture } });
    times.push(performance.now() - start);
  }
  return median(times);
}

function pythonMilliseconds(capture) {
  const python = process.env.SACRED_PYTHON;
  if (python === undefined) return undefined;
  const program = `
import statistics, sys, time
from sacred import Experiment
from sacred.observers import FileStorageObserver
ex = Experiment("sweep", interactive=True, save_git_info=False)
ex.add_config(a=1)
ex.observers.append(FileStorageObserver(sys.argv[1]))
@ex.main
def main(a, _run): _run.log_scalar("x", a)
times = []
for a in range(${RUNS}):
    start = time.perf_counter()
    ex.run(config_updates={"a": a}, options={"--loglevel": "ERROR", "--capture": sys.argv[2]})
    times.append(time.perf_counter() - start)
print(statistics.median(times) * 1000)
`;
  const args = ["-c", program, join(folder, "python"), capture];
  return Number(execFileSync(python, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
}
