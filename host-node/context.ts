import { AsyncLocalStorage } from "node:async_hooks";
import type { RunContext } from "../core/host.ts";
import type { Run } from "../core/run/run.ts";

/** Which run code belongs to, by its asynchronous context: overlapping runs never mix. */
export function createContext(): RunContext {
  const storage = new AsyncLocalStorage<Run | undefined>();
  return {
    current: () => storage.getStore(),
    run: (run, fn) => storage.run(run, fn),
    exit: (fn) => storage.run(undefined, fn),
  };
}
