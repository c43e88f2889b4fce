import type { HostLifecycle } from "../core/host.ts";
import { NO_CAPTURE } from "../core/run/no-capture.ts";

/** Runs in a page or worker. What only runs need is loaded with the first one, by its capture, which comes before its watch. */
export function createLifecycle(): HostLifecycle {
  let running: typeof import("./running.ts") | undefined;
  return {
    defaultCaptureMode: "sys",
    async capture(mode, run) {
      running ??= await import("./running.ts");
      if (mode === "no") return NO_CAPTURE;
      if (mode === "sys") return running.captureConsole(() => run.pulse());
      throw running.noDescriptors();
    },
    printing: async () => (await import("./capture/printed.ts")).print,
    watch: (_run, watch) => running?.watchPage(watch) ?? (() => undefined),
    // Errors that nobody caught, and what a page asks of its worker, come as tasks of their own. That of a rejection is queued
    // after the microtasks among which this is called, so behind a first timer.
    catchUp: () => new Promise((resolve) => void setTimeout(() => void setTimeout(resolve))),
  };
}
