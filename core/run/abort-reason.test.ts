import { expect, test } from "vitest";
import { SacredInterrupt, TimeoutInterrupt } from "../errors/index.ts";
import { createSacred } from "../index.ts";
import { memoryHost } from "../../tests/support/memory-host.ts";

/** How a run ends whose signal aborts while its command waits, and what is printed. */
async function aborted(signal: AbortSignal): Promise<{ status: string | undefined; printed: string; error: unknown }> {
  const printed: string[] = [];
  const ex = new (createSacred(memoryHost(printed)).Experiment)("demo");
  ex.main(() => new Promise(() => undefined));
  const { run, finished } = ex.start({ signal });
  const error: unknown = await finished.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { status: run.status, printed: printed.join("\n"), error };
}

test("AbortSignal.timeout gives the status TIMEOUT", async () => {
  const { status, printed, error } = await aborted(AbortSignal.timeout(1));
  expect(status).toBe("TIMEOUT");
  expect(error).toBeInstanceOf(TimeoutInterrupt);
  expect(printed).toMatch(/aborted by its signal: .*time/);
});

test("so does a signal that follows it", async () => {
  const { status } = await aborted(AbortSignal.any([new AbortController().signal, AbortSignal.timeout(1)]));
  expect(status).toBe("TIMEOUT");
});

test.each([
  ["an error", new RangeError("the budget is spent"), "by its signal: the budget is spent."],
  ["a text", "the budget is spent.", "by its signal: the budget is spent."],
  ["nothing", undefined, "by its signal."],
  ["a dictionary", { budget: 0 }, "by its signal."],
  ["what can't be read", Object.create(null), "by its signal."],
])("%s as the reason is printed as far as it tells something, and is the cause", async (_what, reason, words) => {
  const signal = AbortSignal.abort(reason);
  const { status, printed, error } = await aborted(signal);
  expect(status).toBe("INTERRUPTED");
  expect(printed).toContain(`The run was aborted ${words}`);
  expect(error).toBeInstanceOf(SacredInterrupt);
  expect(error).toHaveProperty("cause", signal.reason);
});

test("an interrupt as the reason is what ends the run, and is printed", async () => {
  class OutOfBudget extends SacredInterrupt {
    static override STATUS = "OUT_OF_BUDGET";
  }
  const reason = new OutOfBudget("spent");
  const { status, printed, error } = await aborted(AbortSignal.abort(reason));
  expect([status, error]).toEqual(["OUT_OF_BUDGET", reason]);
  expect(printed).toContain("spent");
});
