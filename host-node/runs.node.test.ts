import { expect, test } from "vitest";
import {
  experiment,
  RunObserver,
  SacredInterrupt,
  settings,
  TimeoutInterrupt,
  type HeartbeatEvent,
  type StartedEvent,
} from "./index.ts";
import type { MetricsEvent } from "../core/run/observer.ts";

const QUIET = { loglevel: "CRITICAL" };

/** Keeps what one run is told on `this`, as a subclass in Sacred's style does. */
class Recording extends RunObserver {
  static readonly finished: Recording[] = [];
  name: unknown;
  output: string = "";
  values: number[] = [];
  declare result: unknown;

  override startedEvent({ config }: StartedEvent): void {
    this.name = config["name"];
    this.values = [];
  }

  override heartbeatEvent({ output: { offset, text } }: HeartbeatEvent): void {
    this.output = this.output.slice(0, offset) + text;
  }

  override logMetrics({ metricsByName }: MetricsEvent): void {
    this.values.push(...(metricsByName["value"]?.values ?? []));
  }

  override completedEvent({ result }: { result: unknown }): void {
    this.result = result;
    Recording.finished.push(this);
  }
}

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("50 overlapping runs with one shared observer never mix", async () => {
  const ex = experiment("overlap", { observers: [new Recording()] }).config({ name: "" });
  const inner = ex.capture(({ name, _run }) => `${name} ${_run.config["name"]}`);
  ex.main(async function main({ name, _run }) {
    for (let i = 0; i < 5; i++) {
      await tick();
      process.stdout.write(`${name}.${i}\n`);
      _run.logScalar("value", Number(name) * 10 + i);
      ex.info["last"] = inner();
    }
    return inner();
  });
  const runs = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      ex.run({ configUpdates: { name: String(index) }, options: { ...QUIET, capture: "sys" } }),
    ),
  );
  expect(Recording.finished.length).toBe(50);
  for (const { name, output, values, result } of Recording.finished) {
    expect(result).toBe(`${String(name)} ${String(name)}`);
    expect(values).toEqual([0, 1, 2, 3, 4].map((i) => Number(name) * 10 + i));
    expect(output).toBe([0, 1, 2, 3, 4].map((i) => `${String(name)}.${i}\n`).join(""));
  }
  for (const run of runs) expect(run.info).toEqual({ last: `${run.config.name} ${run.config.name}` });
});

test("run rejects with the user's own error, and the run is FAILED", async () => {
  const ex = experiment("fails");
  const failure = new RangeError("no");
  ex.main(() => {
    throw failure;
  });
  const { run, finished } = ex.start({ options: QUIET });
  await expect(finished).rejects.toBe(failure);
  expect(run.status).toBe("FAILED");
  expect(run.failTrace?.at(-1)).toBe("RangeError: no\n");
});

class OutOfBudget extends SacredInterrupt {
  static override STATUS = "OUT_OF_BUDGET";
}
class LowerCase extends OutOfBudget {
  static status = "OUT_OF_PATIENCE";
}

test.each([
  [SacredInterrupt, "INTERRUPTED"],
  [TimeoutInterrupt, "TIMEOUT"],
  [OutOfBudget, "OUT_OF_BUDGET"],
  [LowerCase, "OUT_OF_PATIENCE"],
])("an interrupt's own status becomes the run's: %s", async (Interrupt, status) => {
  const ex = experiment("interrupted");
  ex.main(() => {
    throw new Interrupt();
  });
  const { run, finished } = ex.start({ options: QUIET });
  await expect(finished).rejects.toBeInstanceOf(Interrupt);
  expect(run.status).toBe(status);
});

test("an aborted signal interrupts the run", async () => {
  const controller = new AbortController();
  const ex = experiment("aborted");
  ex.main(async () => {
    controller.abort(new Error("enough"));
    await new Promise(() => undefined);
  });
  const { run, finished } = ex.start({ signal: controller.signal, options: QUIET });
  await expect(finished).rejects.toThrow("aborted");
  expect(run.status).toBe("INTERRUPTED");
});

test("an interrupt that is a signal's reason gives the run its status", async () => {
  const controller = new AbortController();
  const ex = experiment("late");
  ex.main(async () => {
    controller.abort(new TimeoutInterrupt("an hour is enough"));
    await new Promise(() => undefined);
  });
  const { run, finished } = ex.start({ signal: controller.signal, options: QUIET });
  await expect(finished).rejects.toThrow("an hour is enough");
  expect(run.status).toBe("TIMEOUT");
});

test("a signal that is aborted already interrupts the run before its command begins", async () => {
  const ex = experiment("aborted_early");
  let begun = false;
  ex.main(() => {
    begun = true;
  });
  const { run, finished } = ex.start({ signal: AbortSignal.abort(), options: QUIET });
  await expect(finished).rejects.toThrow("aborted");
  expect([run.status, begun]).toEqual(["INTERRUPTED", false]);
});

test("what needs a started run says so", async () => {
  const ex = experiment("unstarted");
  ex.main(() => 1);
  const { run, finished } = ex.start({ options: QUIET });
  await expect(run.heartbeat()).rejects.toThrow("needs a run that has been started");
  await finished;
});

test("a run can be started only once", async () => {
  const ex = experiment("twice");
  ex.main(() => 1);
  const run = await ex.run({ options: QUIET });
  await expect(run.start()).rejects.toThrow("only be started once");
});

test("Math.random is seeded inside a run and nowhere else", async () => {
  const original = Math.random;
  const ex = experiment("random");
  ex.main(async () => {
    const first = Math.random();
    await tick();
    return [first, Math.random()];
  });
  const once = await ex.run({ configUpdates: { seed: 42 }, options: QUIET });
  const again = await ex.run({ configUpdates: { seed: 42 }, options: QUIET });
  // random.seed(42); random.random(), random.random()
  expect(once.result).toEqual([0.6394267984578837, 0.025010755222666936]);
  expect(again.result).toEqual(once.result);
  expect(Math.random).toBe(original);
});

test("settings.seedMathRandom = false leaves Math.random alone", async () => {
  const ex = experiment("unseeded_random");
  ex.main(() => Math.random === original);
  const original = Math.random;
  settings.seedMathRandom = false;
  try {
    expect((await ex.run({ options: QUIET })).result).toBe(true);
  } finally {
    settings.seedMathRandom = true;
  }
});

test("an observer that fails later doesn't fail the run, and is told at the next beat what it missed", async () => {
  let failures = 1;
  const outputs: string[] = [];
  const values: number[] = [];
  class Flaky extends RunObserver {
    override heartbeatEvent({ output }: HeartbeatEvent): void {
      if (failures === 1) throw new Error("blip");
      outputs.push(output.text);
    }
    override logMetrics({ metricsByName }: MetricsEvent): void {
      if (failures-- > 0) throw new Error("blip");
      values.push(...(metricsByName["loss"]?.values ?? []));
    }
  }
  const ex = experiment("flaky", { observers: [new Flaky()] });
  ex.main(async ({ _run }) => {
    failures = 2;
    process.stdout.write("first\n");
    _run.logScalar("loss", 1);
    await _run.heartbeat();
    process.stdout.write("second\n");
    _run.logScalar("loss", 2);
    return 1;
  });
  const run = await ex.run({ options: { ...QUIET, capture: "sys" } });
  expect(run.status).toBe("COMPLETED");
  expect(outputs.join("")).toBe("first\nsecond\n");
  expect(values).toEqual([1, 2]);
});

test("an observer that fails at the start fails the run", async () => {
  class Broken extends RunObserver {
    override startedEvent(): never {
      throw new Error("no place");
    }
  }
  const ex = experiment("broken", { observers: [new Broken()] });
  ex.main(() => 1);
  await expect(ex.run({ options: QUIET })).rejects.toThrow("no place");
});

test("unknown settings and wrong values are errors that say so", () => {
  expect(() => Object.assign(settings, { seedMathRandm: false })).toThrow('Did you mean "seedMathRandom"?');
  expect(() => Object.assign(settings.config, { randomBackend: "mersenne" })).toThrow("is one of");
  expect(() => Object.assign(settings, { config: {} })).toThrow("can't be replaced");
});
