// The process ends while an observer still waits for something: the run is never ended.
import { experiment, RunObserver } from "sacred-ts";

class Waiting extends RunObserver {
  completedEvent() {
    setImmediate(() => process.exit(3));
    return new Promise(() => undefined);
  }
}

const ex = experiment("unnoted", { observers: [new Waiting()] });
ex.main(() => console.log("printed"));
await ex.run({ options: { loglevel: "CRITICAL", capture: "fd" } });
