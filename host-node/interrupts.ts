import { type SacredInterrupt, SignalInterrupt } from "../core/errors/index.ts";

/** The signals that interrupt a run, with their numbers. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
const NAMES: readonly (keyof typeof SIGNALS)[] = ["SIGHUP", "SIGINT", "SIGTERM"];

/** While a run is active, the first signal interrupts it and the second one ends the process at once. */
export function onInterrupt(interrupt: (reason: SacredInterrupt) => void): () => void {
  let received = false;
  const onSignal = (signal: keyof typeof SIGNALS): void => {
    if (received) {
      release();
      process.kill(process.pid, signal);
      return;
    }
    received = true;
    interrupt(new SignalInterrupt(signal, 128 + SIGNALS[signal]));
  };
  const release = (): void => {
    for (const signal of NAMES) process.removeListener(signal, onSignal);
  };
  for (const signal of NAMES) process.on(signal, onSignal);
  return release;
}

/** Node emits this when the event loop is empty: whatever is still awaited will never come. */
export function onIdle(fn: () => void): () => void {
  process.once("beforeExit", fn);
  return () => process.removeListener("beforeExit", fn);
}
