import { describe, expect, test } from "vitest";
import { experiment, RunObserver, SacredError, SacredInterrupt } from "../index.ts";
import { runInWorker, sweep, type WorkerRun } from "../browser.ts";

const fit = (): Worker => new Worker(new URL("./experiments/fit.ts", import.meta.url), { type: "module" });
const QUIET = { options: { loglevel: "CRITICAL" } };

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** Waits until the stream has given what `find` looks for. */
async function until<T>(stream: AsyncIterable<T>, find: (item: T) => boolean): Promise<void> {
  for await (const item of stream) if (find(item)) return;
  throw new Error("The stream has ended without it.");
}

describe("a run in a worker", () => {
  test("goes as the page asks: entries, named configs, result, status", async () => {
    const run = runInWorker(fit, { configUpdates: { c: 10, seed: 7 }, namedConfigs: ["linear"], ...QUIET });
    const printed = all(run.stdout);
    expect(await run.result).toEqual({ c: 10, draw: expect.any(Number) });
    expect((await printed).join("")).toBe("fitted linear\n");
    expect(run.config).toMatchObject({ c: 10, kernel: "linear", seed: 7 });
    expect(run.status.latest).toBe("COMPLETED");
    expect(run.info.latest).toEqual({ support: [1, 2] });
    expect(String(run)).toContain("COMPLETED");
  });

  test("draws what the same experiment draws on the page", async () => {
    const ex = experiment("fit").config({ c: 1, kernel: "rbf", points: 3 });
    ex.command("endless", ({ _run }) => _run);
    ex.command("closing", ({ _run }) => _run);
    ex.command("waiting", ({ _run }) => _run);
    ex.command("failing", () => undefined);
    ex.command("uncloneable", () => undefined);
    ex.command("many", () => undefined);
    ex.main(({ _rnd }) => _rnd.random());
    const here = await ex.run({ configUpdates: { seed: 42 }, ...QUIET });
    const there = await runInWorker(fit, { configUpdates: { seed: 42 }, ...QUIET }).result;
    expect(there).toEqual({ c: 1, draw: here.result });
  });

  test("shows its metrics as they come", async () => {
    const run = runInWorker(fit, { configUpdates: { points: 5 }, ...QUIET });
    const batches = await all(run.metrics);
    const values = batches.flatMap(({ metricsByName }) => [...(metricsByName["loss"]?.values ?? [])]);
    expect(values).toEqual([1, 1 / 2, 1 / 3, 1 / 4, 1 / 5]);
    expect(batches.map(({ skippedPoints }) => skippedPoints)).toEqual(batches.map(() => 0));
  });

  test("tells observers of the page what it would tell those of its own realm", async () => {
    const events: string[] = [];
    class Noting extends RunObserver {
      override startedEvent({ command }: { command: string }): string {
        events.push(`started ${command}`);
        return "mine";
      }
      override logMetrics({ metricsByName }: { metricsByName: object }): void {
        events.push(`metrics ${Object.keys(metricsByName).join()}`);
      }
      override completedEvent({ result }: { result: unknown }): void {
        events.push(`completed ${JSON.stringify(result)}`);
      }
    }
    const run = runInWorker(fit, { command: "many", observers: [new Noting()], ...QUIET });
    expect(await run.result).toBe(3);
    expect(run.id).toBe("mine");
    expect(events[0]).toBe("started many");
    expect(events.at(-1)).toBe("completed 3");
    expect(events.slice(1, -1)).toContain("metrics loss");
  });

  test("sends what can't be cloned as what can", async () => {
    expect(await runInWorker(fit, { command: "uncloneable", ...QUIET }).result).toEqual({
      fn: expect.any(String),
      n: 2,
    });
  });

  test("is shown by an element", async () => {
    const run = runInWorker(fit, { ...QUIET, configUpdates: { c: 4, kernel: "rbf", seed: 3 } });
    const element = run.show();
    document.body.append(element);
    await run.result;
    await expect.poll(() => element.shadowRoot?.textContent).toMatch(/c\s+4\s+modified\s*kernel/);
    await expect.poll(() => element.shadowRoot?.textContent).toContain("COMPLETED");
    const config = element.shadowRoot?.querySelector<HTMLElement>(".config");
    await expect.poll(() => config?.innerText).toMatch(/kernel "rbf"\n(?:.*\n)*seed 3\s+modified/);
    await expect.poll(() => element.shadowRoot?.textContent).toContain("fitted rbf");
    element.remove();
  });
});

describe("stopping", () => {
  async function expectInterrupted(run: WorkerRun): Promise<void> {
    await expect(run.result).rejects.toThrow(SacredInterrupt);
    expect(run.status.latest).toBe("INTERRUPTED");
  }

  test("a run that waits", async () => {
    const run = runInWorker(fit, { command: "waiting", ...QUIET });
    await until(run.info, (info) => info["step"] === "waiting");
    await run.stop();
    await expectInterrupted(run);
  });

  test("a run that never lets go of its thread, without losing what it has told", async () => {
    const ends: string[] = [];
    let points = 0;
    class Noting extends RunObserver {
      override startedEvent(): number {
        return 1;
      }
      override logMetrics({
        metricsByName,
      }: {
        metricsByName: Readonly<Record<string, { steps: Float64Array }>>;
      }): void {
        points += metricsByName["loss"]?.steps.length ?? 0;
      }
      override interruptedEvent({ status }: { status: string }): void {
        ends.push(status);
      }
    }
    const run = runInWorker(fit, { command: "endless", observers: [new Noting()], ...QUIET });
    await until(run.stdout, (text) => text.includes("begun"));
    await until(run.metrics, ({ metricsByName }) => (metricsByName["loss"]?.steps.length ?? 0) > 1000);
    await run.stop();
    await expectInterrupted(run);
    expect(ends).toEqual(["INTERRUPTED"]);
    expect(points).toBeGreaterThan(1000);
  });

  test("by a signal, also before it begins", async () => {
    const run = runInWorker(fit, { command: "waiting", signal: AbortSignal.abort(), ...QUIET });
    await expectInterrupted(run);
    const control = new AbortController();
    const other = runInWorker(fit, { command: "waiting", signal: control.signal, ...QUIET });
    await until(other.status, (status) => status === "RUNNING");
    control.abort();
    await expectInterrupted(other);
  });
});

describe("failures", () => {
  test("arrive with class, message, cause and the user's own lines", async () => {
    const run = runInWorker(fit, { command: "failing", ...QUIET });
    const error: unknown = await run.result.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ name: "FitError", message: "no fit", cause: expect.any(TypeError) });
    expect(error instanceof Error && error.stack).toMatch(/experiments\/fit\.ts/);
    expect(run.status.latest).toBe("FAILED");
  });

  test("of a request are the package's own", async () => {
    await expect(runInWorker(fit, { configUpdates: { kernl: 1 }, ...QUIET }).result).rejects.toThrow(/kernl/);
    await expect(runInWorker(fit, { configUpdates: { c: () => 1 }, ...QUIET }).result).rejects.toThrow(
      /can't be sent to a worker/,
    );
    expect(() => runInWorker(fit, { configupdates: {} } as object)).toThrow(/configUpdates/);
    await expect(runInWorker((() => undefined) as unknown as () => Worker).result).rejects.toThrow(
      /has to return a worker/,
    );
  });

  test("before the run has begun are told in a few words", async () => {
    const run = runInWorker(fit, { command: "endless", namedConfigs: ["liner"], ...QUIET });
    await run.over;
    expect(String(run)).toMatch(/\(endless\): FAILED\n {2}NamedConfigNotFoundError: Named config not found: "liner"/);
  });

  test("of a worker that closes itself end its run, with everything that it had told", async () => {
    let points = 0;
    const ends: string[] = [];
    class Noting extends RunObserver {
      override logMetrics({
        metricsByName,
      }: {
        metricsByName: Readonly<Record<string, { steps: Float64Array }>>;
      }): void {
        points += metricsByName["loss"]?.steps.length ?? 0;
      }
      override failedEvent({ failTrace }: { failTrace: readonly string[] }): void {
        ends.push(failTrace.join(""));
      }
    }
    const run = runInWorker(fit, { command: "closing", observers: [new Noting()], ...QUIET });
    await expect(run.result).rejects.toThrow(/worker of the run is gone/);
    expect(run.status.latest).toBe("FAILED");
    expect(points).toBe(1000);
    expect(ends).toEqual([expect.stringContaining("worker of the run is gone")]);
  });

  test("while the module is imported are told by their class", async () => {
    const throws = (): Worker => new Worker(new URL("./experiments/throws.ts", import.meta.url), { type: "module" });
    const error: unknown = await runInWorker(throws, QUIET).result.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining("while it was imported") });
  });

  test("a module that isn't there is named", async () => {
    const error: unknown = await runInWorker({ url: "/isnt-there.js" }, QUIET).result.catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SacredError);
    expect(error).toMatchObject({ message: expect.stringContaining("/isnt-there.js") });
  });

  test("a text whose import can't be found is told what to do", async () => {
    const source = 'import { experiment } from "sacred-ts";';
    await expect(runInWorker({ source, filename: "cell.js" }, QUIET).result).rejects.toThrow(
      /cell\.js imports "sacred-ts", which isn't in the page's import map: add it there/,
    );
  });

  test("a text that doesn't parse is told with its line", async () => {
    const source = "const a = 1;\nlet b = ;\n";
    await expect(runInWorker({ source, filename: "cell.js" }, QUIET).result).rejects.toThrow(
      /cell\.js:2:9: SyntaxError/,
    );
  });
});

describe("a sweep", () => {
  test("runs as many at a time as it may, and then the next", async () => {
    const runs = sweep(fit, Array(3).fill({ command: "waiting", ...QUIET }), { workers: 2 });
    const [first, second, third] = runs;
    if (first === undefined || second === undefined || third === undefined) throw new Error("There are three.");
    await until(first.status, (status) => status === "RUNNING");
    await until(second.status, (status) => status === "RUNNING");
    expect(third.status.latest).toBeUndefined();
    await first.stop();
    await until(third.status, (status) => status === "RUNNING");
    await Promise.all(runs.map((run) => run.stop()));
    expect(runs.map(({ status }) => status.latest)).toEqual(Array(3).fill("INTERRUPTED"));
  });

  test("gives results in the order of its requests", async () => {
    const requests = [3, 1, 2].map((points) => ({ command: "many", configUpdates: { points }, ...QUIET }));
    const runs = sweep(fit, requests, { workers: 2 });
    expect(await Promise.all(runs.map(({ result }) => result))).toEqual([3, 1, 2]);
  });

  test("goes on behind a run that fails", async () => {
    const runs = sweep(
      fit,
      [
        { command: "failing", ...QUIET },
        { command: "many", ...QUIET },
      ],
      { workers: 1 },
    );
    const [first, second] = await Promise.allSettled(runs.map(({ result }) => result));
    expect(first?.status).toBe("rejected");
    expect(second).toEqual({ status: "fulfilled", value: 3 });
  });

  test("refuses a number of workers that is none", () => {
    expect(() => sweep(fit, [], { workers: 0 })).toThrow(/from 1 on/);
  });
});
