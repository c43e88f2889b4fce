import { PythonRandom } from "../random/python-random.ts";
import type { Run } from "./run.ts";
import type { SacredRealm } from "./run-setup.ts";
// Declares the global, too.
import type { SharedRealm } from "./shared-realm.ts";

const callbacks: WeakMap<Run, (() => void)[]> = new WeakMap();

/** Lets other copies of the package find the runs of this realm: from its first run on. */
export function shareRealm({ host, registry }: SacredRealm): void {
  const shared: SharedRealm = {
    current: () => registry.current(),
    live: registry.live,
    printing: host.lifecycle.printing,
    random: (seed) => new PythonRandom(seed),
    whenOver(run, callback) {
      const others = callbacks.get(run);
      if (others === undefined) callbacks.set(run, [callback]);
      else others.push(callback);
    },
  };
  globalThis.sacredTsRealms ??= new Map();
  if (!globalThis.sacredTsRealms.has(registry)) globalThis.sacredTsRealms.set(registry, shared);
}

/** Tells those who wait for a run's end. */
export function tellOver(run: Run): void {
  const waiting = callbacks.get(run) ?? [];
  callbacks.delete(run);
  for (const callback of waiting) callback();
}
