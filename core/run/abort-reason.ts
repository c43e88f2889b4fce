import { SacredInterrupt, TimeoutInterrupt } from "../errors/index.ts";

/**
 * What interrupts a run whose `AbortSignal` has aborted: the reason itself if it is an interrupt, a `TimeoutInterrupt` for
 * that of `AbortSignal.timeout()`, else a `SacredInterrupt` that says the reason.
 */
export function interruptFor(reason: unknown): SacredInterrupt {
  if (reason instanceof SacredInterrupt) return reason;
  const [name, text] = reason instanceof Error ? [reason.name, reason.message] : ["", reason];
  const Interrupt = name === "TimeoutError" ? TimeoutInterrupt : SacredInterrupt;
  // What `abort()` without a reason gives tells nothing.
  const said = name === "AbortError" || typeof text !== "string" || text === "" ? "" : `: ${text.replace(/\.$/, "")}`;
  return new Interrupt(`The run was aborted by its signal${said}.`, { cause: reason });
}
