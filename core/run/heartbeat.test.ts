import { afterEach, expect, test, vi } from "vitest";
import { memoryHost } from "../../tests/support/memory-host.ts";
import { Heartbeat } from "./heartbeat.ts";

afterEach(() => void vi.restoreAllMocks());

test.for([3600, 1e7, Number.POSITIVE_INFINITY])(
  "an interval of %s seconds is none that a timer can't wait for",
  (seconds) => {
    const timers = vi.spyOn(globalThis, "setTimeout");
    const heartbeat = new Heartbeat(() => Promise.resolve(), memoryHost().context);
    heartbeat.start(seconds);
    heartbeat.stop();
    const [, delay] = timers.mock.calls[0] ?? [];
    expect(delay).toBe(Math.min(1000 * seconds, 2 ** 31 - 1));
  },
);
