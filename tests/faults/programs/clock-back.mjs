// Loaded with --import: `setClockBack()` sets the time of day back by an hour, in this thread and in helper threads.
import { syncBuiltinESMExports } from "node:module";
import workers from "node:worker_threads";

/** Runs in threads of its own, too: it may use nothing from outside. `shared[0]` is how far the clock is off, in seconds. */
function shiftClock(shared) {
  const RealDate = Date;
  const now = () => RealDate.now() + 1000 * Atomics.load(shared, 0);
  globalThis.Date = class extends RealDate {
    constructor(...args) {
      super(...(args.length === 0 ? [now()] : args));
    }
    static now() {
      return now();
    }
  };
}

const shared = new Int32Array(new SharedArrayBuffer(4));
globalThis.setClockBack = () => Atomics.store(shared, 0, -3600);
shiftClock(shared);

const { Worker } = workers;
workers.Worker = class extends Worker {
  constructor(source, options) {
    const shift = `(${shiftClock})(require("node:worker_threads").workerData.clock);`;
    super(`${shift}\n${source}`, { ...options, workerData: { ...options.workerData, clock: shared } });
  }
};
syncBuiltinESMExports();
