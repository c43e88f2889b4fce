import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Consumer, printed } from "../support/consumer.ts";

const EXPERIMENT = `
import { experiment, RunObserver } from "sacred-ts";
const ex = experiment("demo");
const log = ({ _run }) => { _run.logScalar("loss", 1); _run.logScalar("loss", 2); console.log("said"); };
ex.command("exits", (c) => { log(c); process.exit(7); });
ex.command("throws_later", (c) => {
  log(c);
  setTimeout(() => { throw new RangeError("from a timer"); });
  setInterval(() => undefined, 1000);
  return new Promise(() => undefined);
});
ex.command("rejects", (c) => {
  log(c);
  void Promise.reject(new RangeError("from a promise"));
  setInterval(() => undefined, 1000);
  return new Promise(() => undefined);
});
ex.command("never", (c) => { log(c); return new Promise(() => undefined); });
ex.command("waits", (c) => {
  log(c);
  setInterval(() => undefined, 1000);
  console.log("waiting");
  return new Promise(() => undefined);
});
ex.command("hangs", () => {
  setInterval(() => undefined, 1000);
  console.log("waiting");
  return new Promise(() => undefined);
});
class Hanging extends RunObserver {
  interruptedEvent() {
    console.log("storing");
    return new Promise(() => undefined);
  }
}
if (process.argv[2] === "hangs") ex.observers.push(new Hanging());
if (process.env.LISTENS) process.on("SIGINT", () => undefined);
ex.automain(() => 0);
`;

/** A run of a library's user, and an error that has nothing to do with it. */
const FOREIGN = `
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";
const ex = experiment("demo", { observers: [new FileStorageObserver("foreign")] });
ex.main(({ _run }) => { setInterval(() => undefined, 1000); return new Promise(() => undefined); });
const { finished } = ex.start();
finished.catch((error) => console.log("rejected:", error.message));
setTimeout(() => { throw new Error("elsewhere"); }, 50);
`;

let program: Consumer;
beforeAll(() => {
  program = new Consumer({ "demo.mjs": EXPERIMENT, "foreign.mjs": FOREIGN });
});
afterAll(() => program.remove());

interface Stored {
  readonly status: string;
  readonly fail_trace?: readonly string[];
  readonly stop_time?: string;
}

const stored = (store: string): Stored => JSON.parse(program.read(`${store}/1/run.json`));

/** Everything that was printed and logged before the end is there. */
function expectWhole(store: string): void {
  expect(program.read(`${store}/1/cout.txt`)).toContain("said\n");
  const metrics: { loss: { values: number[] } } = JSON.parse(program.read(`${store}/1/metrics.json`));
  expect(metrics.loss.values).toEqual([1, 2]);
  expect(stored(store).stop_time).toMatch(/^\d{4}-/);
  expect(program.list(`${store}/1`).filter((name) => name.endsWith(".tmp"))).toEqual([]);
}

test.each([
  ["exits", 7, "with exit code 7", ""],
  ["throws_later", 1, "RangeError: from a timer", "RangeError: from a timer"],
  ["rejects", 1, "RangeError: from a promise", "RangeError: from a promise"],
  ["never", 1, "never comes", 'The command "never" waits for something that never comes'],
])("the command %s ends the program with code %i, and its run is recorded", async (command, code, trace, message) => {
  const outcome = await program.run("demo.mjs", command, "-F", command);
  expect(outcome.code).toBe(code);
  expect(outcome.stderr).toContain(message);
  const { status, fail_trace: lines } = stored(command);
  expect(status).toBe("FAILED");
  expect(lines?.at(-1)).toContain(trace);
  expectWhole(command);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s interrupts a run", async (signal) => {
  const child = program.start("demo.mjs", "waits", "-F", signal);
  await printed(child, "waiting");
  const closed = once(child, "close");
  child.kill(signal);
  expect(await closed).toEqual([{ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal], null]);
  expect(stored(signal).status).toBe("INTERRUPTED");
  expectWhole(signal);
});

test.each([
  ["", [null, "SIGINT"]],
  ["1", [130, null]],
])(
  "a second Ctrl-C ends the program at once, even while an observer hangs (own listener: %j)",
  async (listens, ended) => {
    process.env["LISTENS"] = listens;
    const child = program.start("demo.mjs", "hangs");
    delete process.env["LISTENS"];
    await printed(child, "waiting");
    const closed = once(child, "close");
    const storing = printed(child, "storing");
    child.kill("SIGINT");
    await storing;
    child.kill("SIGINT");
    expect(await closed).toEqual(ended);
  },
);

test("an error that has nothing to do with a run ends the program as it would without one, and the run is recorded", async () => {
  const { code, stdout, stderr } = await program.run("foreign.mjs");
  expect(code).toBe(1);
  expect(stdout).toContain("rejected: elsewhere");
  expect(stderr).toContain("Error: elsewhere");
  expect(JSON.parse(program.read("foreign/1/run.json")).status).toBe("FAILED");
});
