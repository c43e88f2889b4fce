import { SacredInterrupt } from "../core/errors/index.ts";

const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** While a run is active, the first signal interrupts it and the second one ends the process at once. */
export function onInterrupt(interrupt: (reason: SacredInterrupt) => void): () => void {
  let received = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (received) {
      release();
      process.kill(process.pid, signal);
      return;
    }
    received = true;
    interrupt(new SacredInterrupt(`The run was interrupted by ${signal}.`));
  };
  const release = (): void => {
    for (const signal of SIGNALS) process.removeListener(signal, onSignal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return release;
}

/** Node emits this when the event loop is empty: whatever is still awaited will never come. */
export function onIdle(fn: () => void): () => void {
  process.once("beforeExit", fn);
  return () => process.removeListener("beforeExit", fn);
}
