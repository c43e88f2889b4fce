import "@tensorflow/tfjs-backend-cpu";
import * as tfCore from "@tensorflow/tfjs-core";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { NoActiveRunError, RunError, UnsupportedError } from "../../core/errors/index.ts";
import { experiment } from "../index.ts";
import { logFileWriter } from "./index.ts";

// @tensorflow/tfjs-node downloads its native library when it is installed, so that it isn't among our dependencies. This is
// its tf.node.summaryFileWriter as documented: one writer for a folder, anything but a text with something in it is refused.
function tensorFlow() {
  const writers = new Map<string, object>();
  const calls: unknown[][] = [];
  const summaryFileWriter = (logdir: string, maxQueue = 10, flushMillis = 120_000, filenameSuffix = ".v2"): object => {
    if (typeof logdir !== "string" || logdir === "") throw new Error(`Invalid logdir: ${logdir}.`);
    calls.push([logdir, maxQueue, flushMillis, filenameSuffix]);
    const writer = writers.get(logdir) ?? { scalar() {}, flush() {} };
    writers.set(logdir, writer);
    return writer;
  };
  return { node: { summaryFileWriter }, calls, original: summaryFileWriter };
}

const quiet = { options: { loglevel: "CRITICAL" } };
const logdirs = (info: Record<string, unknown>): unknown => Reflect.get(Object(info["tensorflow"]), "logdirs");

test("as a wrapper it notes the folders as passed, until the function's promise settles", async () => {
  const tf = tensorFlow();
  const ex = experiment("wrapper", { interactive: true }).config({ folder: "./test" });
  ex.main(
    logFileWriter(
      ex,
      tf,
    )(async ({ folder, _run }) => {
      tf.node.summaryFileWriter("/tmp/1");
      expect(_run.info).toEqual({ tensorflow: { logdirs: ["/tmp/1"] } });
      await Promise.resolve();
      tf.node.summaryFileWriter(folder, 5, 1000);
      return "done";
    }),
  );
  const run = await ex.run(quiet);
  expect(run.result).toBe("done");
  expect(logdirs(run.info)).toEqual(["/tmp/1", "./test"]);
  expect(tf.calls).toEqual([
    ["/tmp/1", 10, 120_000, ".v2"],
    ["./test", 5, 1000, ".v2"],
  ]);
  expect(tf.node.summaryFileWriter).toBe(tf.original);
});

test("as a scope it notes them to the end of the block", async () => {
  const tf = tensorFlow();
  const ex = experiment("scope", { interactive: true });
  ex.main(() => {
    tf.node.summaryFileWriter("./before");
    {
      using watching = logFileWriter(ex, tf);
      expect(watching).toBeTypeOf("function");
      tf.node.summaryFileWriter("/tmp/1");
      tf.node.summaryFileWriter("./test");
    }
    tf.node.summaryFileWriter("./nothing");
  });
  expect(logdirs((await ex.run(quiet)).info)).toEqual(["/tmp/1", "./test"]);
  expect(tf.node.summaryFileWriter).toBe(tf.original);
});

test("methods are wrapped with their `this`, and arguments, result and failure pass through", async () => {
  const tf = tensorFlow();
  const ex = experiment("method", { interactive: true });
  class Trainer {
    folder: string = "here";
    train(this: Trainer, suffix: string): string {
      tf.node.summaryFileWriter(this.folder + suffix);
      if (suffix === "!") throw new TypeError("no");
      return suffix;
    }
  }
  Trainer.prototype.train = logFileWriter(ex, tf)(Trainer.prototype.train);
  ex.main(() => {
    expect(new Trainer().train("/a")).toBe("/a");
    expect(() => new Trainer().train("!")).toThrow(TypeError);
    tf.node.summaryFileWriter("outside");
  });
  expect(logdirs((await ex.run(quiet)).info)).toEqual(["here/a", "here!"]);
});

test("it needs a run that is RUNNING", async () => {
  const tf = tensorFlow();
  const ex = experiment("needs-run", { interactive: true });
  ex.main(() => undefined);
  const wrapped = logFileWriter(ex, tf)(() => 1);
  expect(wrapped).toThrow(NoActiveRunError);
  let hasBegun = false;
  const scope = (): void => {
    using _watching = logFileWriter(ex, tf);
    hasBegun = true;
  };
  expect(scope).toThrow(NoActiveRunError);
  await ex.run(quiet);
  expect(wrapped).toThrow(NoActiveRunError);
  expect(wrapped).toThrow("the last one is over");
  expect(scope).toThrow("the last one is over");
  expect(hasBegun).toBe(false);
  const queued = { currentRun: { status: "QUEUED", info: {}, isElsewhere: false } };
  expect(logFileWriter(queued, tf)(() => 1)).toThrow(RunError);
  expect(logFileWriter(queued, tf)(() => 1)).toThrow("this one is QUEUED");
  expect(tf.node.summaryFileWriter).toBe(tf.original);
});

test("a wrapper that is made inside a run watches its own calls only", async () => {
  const tf = tensorFlow();
  const ex = experiment("inside", { interactive: true });
  ex.main(() => {
    const wrapped = logFileWriter(ex, tf)(() => void tf.node.summaryFileWriter("in"));
    tf.node.summaryFileWriter("out");
    wrapped();
  });
  expect(logdirs((await ex.run(quiet)).info)).toEqual(["in"]);
});

test("overlapping runs and experiments keep their folders apart", async () => {
  const tf = tensorFlow();
  let arrived = 0;
  let release = (): void => undefined;
  const all = new Promise<void>((resolve) => {
    release = resolve;
  });
  const make = (name: string) => {
    const ex = experiment(name, { interactive: true }).config({ folder: "" });
    ex.main(
      logFileWriter(
        ex,
        tf,
      )(async ({ folder }) => {
        if (++arrived === 3) release();
        await all;
        tf.node.summaryFileWriter(folder);
      }),
    );
    return ex;
  };
  const a = make("a");
  const b = make("b");
  const runs = await Promise.all([
    a.run({ ...quiet, configUpdates: { folder: "a1" } }),
    a.run({ ...quiet, configUpdates: { folder: "a2" } }),
    b.run({ ...quiet, configUpdates: { folder: "b1" } }),
  ]);
  expect(runs.map(({ info }) => logdirs(info))).toEqual([["a1"], ["a2"], ["b1"]]);
  expect(tf.node.summaryFileWriter).toBe(tf.original);
});

test("what a folder's writer refuses is not noted, and one folder is noted once", async () => {
  const tf = tensorFlow();
  const ex = experiment("refused", { interactive: true });
  ex.main(
    logFileWriter(
      ex,
      tf,
    )(({ _run }) => {
      _run.info["tensorflow"] = { version: "4" };
      expect(() => tf.node.summaryFileWriter("")).toThrow("Invalid logdir");
      expect(tf.node.summaryFileWriter("twice")).toBe(tf.node.summaryFileWriter("twice"));
    }),
  );
  expect((await ex.run(quiet)).info).toEqual({ tensorflow: { version: "4", logdirs: ["twice"] } });
});

test("a wrapped main function still says which entries it takes", async () => {
  const ex = experiment("parameters", { interactive: true }).declare<{ missing: number; mising: number }>();
  ex.main(
    logFileWriter(
      ex,
      tensorFlow(),
    )(function train({ missing }) {
      return missing;
    }),
  );
  await expect(ex.run(quiet)).rejects.toThrow("train is missing value(s): missing");
  await expect(ex.resolveConfig({ configUpdates: { mising: 1 } })).rejects.toThrow("mising");
});

const folder = mkdtempSync(join(tmpdir(), "sacred-tensorflow-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("without being given, TensorFlow is what the program itself would get; without any it says what to install", async () => {
  const ex = experiment("found", { interactive: true });
  ex.main(logFileWriter(ex)(() => undefined));
  await expect(ex.run(quiet)).rejects.toThrow(UnsupportedError);
  await expect(ex.run(quiet)).rejects.toThrow("npm install @tensorflow/tfjs-node");
  const installed = join(folder, "node_modules", "@tensorflow", "tfjs-node");
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, "package.json"), '{ "main": "index.js" }');
  writeFileSync(join(installed, "index.js"), "exports.node = { summaryFileWriter: (logdir) => ({ logdir }) };");
  const entry = process.argv[1] ?? "";
  process.argv[1] = join(folder, "main.js");
  try {
    const { createRequire } = await import("node:module");
    const tf: { node: { summaryFileWriter(logdir: string): object } } = createRequire(process.argv[1])(
      "@tensorflow/tfjs-node",
    );
    const own = experiment("own", { interactive: true });
    own.main(logFileWriter(own)(() => void tf.node.summaryFileWriter("found")));
    expect(logdirs((await own.run(quiet)).info)).toEqual(["found"]);
  } finally {
    process.argv[1] = entry;
  }
});

test("TensorFlow.js has no global seed, and needs none: its draws come from Math.random, which a run seeds", async () => {
  vi.spyOn(console, "warn").mockReturnValue();
  await tfCore.setBackend("cpu");
  const ex = experiment("seeds", { interactive: true });
  ex.main(() => ({
    uniform: tfCore.randomUniform([3]).arraySync(),
    normal: tfCore.randomNormal([3]).arraySync(),
    truncated: tfCore.truncatedNormal([3]).arraySync(),
    multinomial: tfCore.multinomial(tfCore.tensor1d([0.1, 0.2, 0.3]), 20).arraySync(),
    dropout: tfCore.dropout(tfCore.ones([20]), 0.5).arraySync(),
  }));
  const draw = async (seed: number): Promise<unknown> => (await ex.run({ ...quiet, configUpdates: { seed } })).result;
  const first = await draw(1);
  expect(await draw(1)).toEqual(first);
  expect(await draw(2)).not.toEqual(first);
  expect(Object.keys(tfCore).filter((name) => /seed/i.test(name))).toEqual([]);
});
