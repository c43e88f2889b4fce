import { afterEach, describe, expect, test, vi } from "vitest";
import { Experiment, RunObserver } from "./index.ts";

/** What an observer was told, in short. */
class Noting extends RunObserver {
  readonly events: string[] = [];
  output: string = "";

  override forRun(): RunObserver {
    return this;
  }
  override heartbeatEvent({ output }: { output: { offset: number; text: string } }): void {
    this.output = this.output.slice(0, output.offset) + output.text;
  }
  override completedEvent({ result }: { result: unknown }): void {
    this.events.push(`completed: ${String(result)}`);
  }
  override failedEvent({ failTrace }: { failTrace: readonly string[] }): void {
    this.events.push(`failed: ${failTrace.join("").split("\n")[0] ?? ""}`);
  }
}

/** As it leaves no time to anything else: it is there when it returns. */
class Immediate extends Noting {
  override readonly isImmediate = true;
}

function observed(observer: Noting = new Noting()): { ex: InstanceType<typeof Experiment>; observer: Noting } {
  const ex = new Experiment("page");
  ex.observers.push(observer);
  return { ex, observer };
}

const QUIET = { options: { loglevel: "CRITICAL" } };

afterEach(() => vi.restoreAllMocks());

describe("output", () => {
  test("what a run prints is captured, and still shown", async () => {
    const shown = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const { ex, observer } = observed();
    ex.main(() => {
      console.log("%d of %s", 3, "three", { a: [1, 2] });
    });
    const run = await ex.run(QUIET);
    console.log("afterwards");
    expect(observer.output).toBe("3 of three {a: [1, 2]}\n");
    expect(run.capturedOut).toBe(observer.output);
    expect(shown.mock.calls[0]).toEqual(["%d of %s", 3, "three", { a: [1, 2] }]);
  });

  test("what was printed before a failure is stored", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const { ex, observer } = observed();
    ex.main(() => {
      console.warn("careful");
      throw new Error("too late");
    });
    await expect(ex.run(QUIET)).rejects.toThrow("too late");
    expect(observer.output).toBe("careful\n");
    expect(observer.events).toEqual([expect.stringContaining("failed: ")]);
  });

  test("nothing is captured where nobody observes, or by the mode no", async () => {
    vi.spyOn(console, "log").mockImplementation(() => undefined);
    const { ex, observer } = observed();
    ex.main(() => console.log("unheard"));
    await ex.run({ options: { loglevel: "CRITICAL", capture: "no" } });
    expect(observer.output).toBe("");
    ex.observers.length = 0;
    expect((await ex.run(QUIET)).capturedOut).toBe("");
  });

  test("the mode fd says what there is instead", async () => {
    const { ex } = observed();
    ex.main(() => undefined);
    await expect(ex.run({ options: { loglevel: "CRITICAL", capture: "fd" } })).rejects.toThrow(/"sys".*runWasi/);
  });

  test("observers in other realms hear what a loop prints and logs while that holds the thread", async () => {
    vi.spyOn(console, "log").mockImplementation(() => undefined);
    const observer = new Immediate();
    const { ex } = observed(observer);
    ex.main(({ _run }: { _run: { logScalar(name: string, value: number): void } }) => {
      console.log("first");
      const heard = (): boolean => observer.output.includes("second");
      console.log("second");
      // Ends by the pulse alone.
      while (!heard()) _run.logScalar("loss", 1);
    });
    await ex.run(QUIET);
    expect(observer.output).toBe("first\nsecond\n");
  });
});

describe("what happens to the page", () => {
  test("an error that nobody caught fails the run", async () => {
    const { ex, observer } = observed();
    ex.main(async () => {
      setTimeout(() => {
        throw new Error("from a timer");
      });
      await new Promise(() => undefined);
    });
    await expect(ex.run(QUIET)).rejects.toThrow("from a timer");
    expect(observer.events).toHaveLength(1);
    expect(observer.output).toContain("Uncaught Error: from a timer");
  });

  test("so does a rejection", async () => {
    const { ex } = observed();
    ex.main(async () => {
      void Promise.reject(new TypeError("left alone"));
      await new Promise(() => undefined);
    });
    await expect(ex.run(QUIET)).rejects.toThrow(TypeError);
  });

  test("so does a rejection where the command has returned at once", async () => {
    const { ex } = observed();
    ex.main(() => {
      void Promise.reject(new TypeError("left alone"));
    });
    await expect(ex.run(QUIET)).rejects.toThrow(TypeError);
  });

  test("one that a listener has taken care of does not", async () => {
    const { ex } = observed();
    const told = new Promise<void>((resolve) => {
      const care = (event: Event): void => {
        event.preventDefault();
        // In a task of its own: the other listeners have been told then, the run's included.
        setTimeout(resolve);
      };
      addEventListener("error", care, { once: true });
    });
    ex.main(async () => {
      setTimeout(() => {
        throw new Error("cared for");
      });
      await told;
      return "fine";
    });
    expect((await ex.run(QUIET)).result).toBe("fine");
  });

  test("a page that is left ends its run", async () => {
    const { ex, observer } = observed();
    ex.main(() => new Promise(() => undefined));
    const { run } = ex.start(QUIET);
    await expect.poll(() => run.status).toBe("RUNNING");
    await expect.poll(() => run.id ?? run.startTime).toBeDefined();
    dispatchEvent(new PageTransitionEvent("pagehide", { persisted: false }));
    expect(run.status).toBe("FAILED");
    expect(observer.events).toHaveLength(1);
    expect(run.failTrace?.join("")).toContain("The page was left in the middle of the run");
  });
});
