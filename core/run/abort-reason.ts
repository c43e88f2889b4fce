import { isError, messageOf, readText } from "../errors/thrown.ts";
import { SacredInterrupt, TimeoutInterrupt } from "../errors/index.ts";
import type { Run } from "./run.ts";

/** Interrupts a run when the signal aborts. @returns what ends that */
export function followSignal(run: Run, signal: AbortSignal): () => void {
  const abort = (): void => {
    const interrupt = interruptFor(signal.reason);
    run.runLogger.warning(messageOf(interrupt));
    run.interrupt(interrupt);
  };
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  return () => signal.removeEventListener("abort", abort);
}

/**
 * What interrupts a run whose `AbortSignal` has aborted: the reason itself if it is an interrupt, a `TimeoutInterrupt` for
 * that of `AbortSignal.timeout()`, else a `SacredInterrupt` that says the reason.
 */
function interruptFor(reason: unknown): SacredInterrupt {
  if (reason instanceof SacredInterrupt) return reason;
  const name = isError(reason) ? readText(reason, "name") : "";
  const Interrupt = name === "TimeoutError" ? TimeoutInterrupt : SacredInterrupt;
  // What `abort()` without a reason gives tells nothing.
  const text = name === "AbortError" || (Object(reason) === reason && !isError(reason)) ? "" : messageOf(reason);
  const said = text === "" ? "" : `: ${text.replace(/\.$/, "")}`;
  return new Interrupt(`The run was aborted by its signal${said}.`, { cause: reason });
}
