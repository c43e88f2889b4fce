import { afterEach, beforeEach, expect, test } from "vitest";
import { Consumer } from "../support/consumer.ts";

const HEAD = `import { isMainThread, Worker } from "node:worker_threads";
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";
const ex = experiment("e", { observers: [new FileStorageObserver("runs")] }).config({ a: 1 });
`;

let consumer: Consumer;
beforeEach(() => {
  consumer = new Consumer({});
});
afterEach(() => consumer.remove());

test("automain doesn't start in a worker thread, also if its file is the program's entry", async () => {
  consumer.write(
    "exp.js",
    `${HEAD}ex.automain(() => console.log("ran in", isMainThread ? "main" : "worker"));
if (isMainThread) new Worker(new URL(import.meta.url)).on("exit", (code) => console.log("worker ended", code));
`,
  );
  const { stdout } = await consumer.run("exp.js");
  expect(stdout.split("\n").sort()).toEqual(["", "ran in main", "worker ended 0"]);
});

const IN_WORKER = `${HEAD}ex.main(({ a, _run }) => {
  process.stdout.write("printed\\n");
  _run.logScalar("loss", 0.5);
  return a + 1;
});
if (isMainThread) new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
else
  await ex.run({ options: { capture: process.argv[2] ?? null } }).then(
    (run) => console.log(run.status),
    (error) => console.log(error.message),
  );
`;

test("a run that a worker thread starts is stored; its output is captured in the mode sys, which is said", async () => {
  consumer.write("exp.js", IN_WORKER);
  const { stdout, stderr } = await consumer.run("exp.js");
  expect(stdout).toContain("COMPLETED");
  expect(stderr).toContain('from a worker thread: the capture mode "sys" is used');
  expect(JSON.parse(consumer.read("runs/1/run.json"))).toMatchObject({ status: "COMPLETED", result: 2 });
  expect(consumer.read("runs/1/cout.txt")).toContain("printed\n");
  expect(JSON.parse(consumer.read("runs/1/metrics.json")).loss.values).toEqual([0.5]);
});

test("fd capture that is asked for in a worker thread is refused with what to do instead", async () => {
  consumer.write("exp.js", IN_WORKER);
  const { stdout } = await consumer.run("exp.js", "fd");
  expect(stdout).toContain('use the capture mode "sys", or start the run in the main thread');
});
