import { expect, test } from "vitest";
import { memoryHost } from "../../tests/support/memory-host.ts";
import { createSacred } from "../index.ts";
import { ObserverError, RunObserver } from "../public.ts";
import type { EventPort } from "./event-port.ts";
import type { HeartbeatEvent, MetricsEvent, StartedEvent } from "./observer.ts";
import { RemoteObserver } from "./remote-observer.ts";
import type { Run } from "./run.ts";
import { serveObserver } from "./serve-observer.ts";

/** Keeps what it is told; beats fail as often as said. */
class Keeping extends RunObserver {
  readonly events: string[] = [];
  readonly points: number[] = [];
  readonly infos: unknown[] = [];
  text: string = "";
  failures: number;
  declare run: Run;

  constructor(failures = 0) {
    super();
    this.failures = failures;
  }
  override startedEvent({ config }: StartedEvent): string {
    this.events.push(`started ${JSON.stringify(config["lr"])}`);
    return "given";
  }
  override async heartbeatEvent({ info, result }: HeartbeatEvent): Promise<void> {
    this.fail();
    await Promise.resolve();
    this.infos.push(info);
    this.events.push(`beat ${String(result)}`);
  }
  override logMetrics({ metricsByName }: MetricsEvent): void {
    this.fail();
    this.points.push(...(metricsByName["loss"]?.values ?? []));
  }
  override completedEvent(): void {
    this.events.push(`completed ${this.run.id} ${this.run.status}`);
  }
  override interruptedEvent({ status }: { status: string }): void {
    this.events.push(`interrupted ${status}`);
  }
  override join(): void {
    this.events.push("join");
  }
  private fail(): void {
    // Shared by all that inherit from this observer.
    const own: Keeping = Object.getPrototypeOf(this);
    if (own.failures-- > 0) throw new TypeError("not now");
  }
}

function channel(): { near: EventPort; far: EventPort } {
  const { port1, port2 } = new MessageChannel();
  return { near: port1, far: port2 };
}

async function run(observer: RunObserver, main: (run: Run) => unknown, printed: string[] = []) {
  const ex = createSacred(memoryHost(printed))
    .experiment("remote", { observers: [observer] })
    .config({ lr: 0.5 });
  ex.main(({ _run }) => main(_run));
  return ex.run();
}

test("an observer at the other end of a port is told everything in order, and gives the run its id", async () => {
  const { near, far } = channel();
  const observer = new Keeping();
  serveObserver(far, observer);
  const done = await run(new RemoteObserver(near), (live) => {
    for (const value of [3, 2, 1]) live.logScalar("loss", value);
    return 7;
  });
  expect(done.id).toBe("given");
  expect(observer.points).toEqual([3, 2, 1]);
  expect(observer.events).toEqual(["started 0.5", "beat 7", "completed given COMPLETED", "join"]);
});

test("what is transferred to one observer is still there for the next", async () => {
  const observers = [new Keeping(), new Keeping()];
  const remote = observers.map((observer) => {
    const { near, far } = channel();
    serveObserver(far, observer);
    return new RemoteObserver(near);
  });
  const ex = createSacred(memoryHost()).experiment("two", { observers: remote });
  ex.main(({ _run }) => _run.logScalar("loss", 4));
  await ex.run();
  expect(observers.map(({ points }) => points)).toEqual([[4], [4]]);
});

test("points that could not be stored are sent once more, and only once", async () => {
  const { near, far } = channel();
  const observer = new Keeping(1);
  serveObserver(far, observer);
  const printed: string[] = [];
  const main = async (live: Run): Promise<void> => {
    live.logScalar("loss", 1);
    await live.heartbeat();
    live.logScalar("loss", 2);
  };
  await run(new RemoteObserver(near, { name: "Keeping" }), main, printed);
  expect(observer.points).toEqual([1, 2]);
  expect(printed.join("").match(/An error occurred in the observer Keeping: not now/g)?.length).toBe(1);
});

test("an error of the observer at the start fails the run, as an error of its own class", async () => {
  const { near, far } = channel();
  class Refusing extends RunObserver {
    override startedEvent(): never {
      throw new ObserverError("The disk is full.", { cause: new RangeError("0 bytes") });
    }
  }
  serveObserver(far, new Refusing());
  const error: unknown = await run(new RemoteObserver(near), () => 1).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ObserverError);
  expect(error).toMatchObject({ message: "The disk is full.", code: "OBSERVER" });
  expect((error as Error).cause).toBeInstanceOf(RangeError);
});

test("what can't be cloned is sent as observers would store it", async () => {
  const { near, far } = channel();
  const observer = new Keeping();
  serveObserver(far, observer);
  await run(new RemoteObserver(near), (live) => {
    live.info["size"] = { toJSON: () => [1, 2] };
    live.info["of"] = { map: new Map([["a", 1]]), fn: Math.abs };
  });
  expect(observer.infos.at(-1)).toEqual({ size: [1, 2], of: { map: { a: 1 }, fn: String(Math.abs) } });
});

test("info that takes long to copy is sent seldom, and as it is at the end", async () => {
  const { near, far } = channel();
  const observer = new Keeping();
  serveObserver(far, observer);
  let copies = 0;
  let beats = 0;
  await run(new RemoteObserver(near), async (live) => {
    const slow = (): number => {
      copies++;
      const end = performance.now() + 10;
      while (performance.now() < end);
      return beats;
    };
    Object.defineProperty(live.info, "slow", { get: slow, enumerable: true });
    for (; beats < 20; beats++) {
      live.logScalar("loss", beats);
      await live.heartbeat();
    }
  });
  expect(observer.points).toHaveLength(20);
  // A second has to pass after the first one.
  expect(copies).toBeLessThan(10);
  expect(observer.infos.length).toBeGreaterThan(20);
  expect(observer.infos[1]).toEqual({ slow: 0 });
  expect(observer.infos.at(-1)).toEqual({ slow: 20 });
});

test("a slow thread does not make of a beat two when there is no info to be copied", async () => {
  const { near, far } = channel();
  const observer = new Keeping();
  serveObserver(far, observer);
  const post = near.postMessage.bind(near);
  near.postMessage = (message: unknown, transfer?: ArrayBuffer[]) => {
    const end = performance.now() + 10;
    while (performance.now() < end);
    post(message, transfer ?? []);
  };
  await run(new RemoteObserver(near), (live) => live.logScalar("loss", 1));
  expect(observer.events.filter((event) => event.startsWith("beat"))).toHaveLength(1);
});

test("a run whose worker has died is ended after everything that it had posted", async () => {
  const { near, far } = channel();
  const observer = new Keeping();
  const served = serveObserver(far, observer);
  const remote = new RemoteObserver(near);
  const ex = createSacred(memoryHost()).experiment("dies", { observers: [remote] });
  ex.main(async ({ _run }) => {
    _run.logScalar("loss", 1);
    void _run.heartbeat();
    await new Promise<void>(() => undefined);
  });
  void ex.start().finished.catch(() => undefined);
  await served.end(["interruptedEvent", { interruptTime: new Date(), status: "INTERRUPTED" }]);
  expect(observer.points).toEqual([1]);
  expect(observer.events.slice(-2)).toEqual(["interrupted INTERRUPTED", "join"]);
});

test("a run that has told its end itself isn't ended again", async () => {
  const { near, far } = channel();
  const observer = new Keeping();
  const served = serveObserver(far, observer);
  await run(new RemoteObserver(near), () => 1);
  await served.end(["interruptedEvent", { interruptTime: new Date(), status: "INTERRUPTED" }]);
  expect(observer.events.at(-1)).toBe("join");
  expect(observer.events).not.toContain("interrupted INTERRUPTED");
});

/** Where files find no room. */
class Full extends Keeping {
  override artifactEvent(): void {
    throw new ObserverError("The storage is full.");
  }
}

test("a file that could not be stored is told when it comes, and the run's end is not said to be missing", async () => {
  const { near, far } = channel();
  const observer = new Full();
  serveObserver(far, observer);
  const printed: string[] = [];
  await run(new RemoteObserver(near), (live) => live.addArtifact(new Uint8Array([1]), { name: "large.bin" }), printed);
  expect(observer.events.slice(-2)).toEqual(["completed given COMPLETED", "join"]);
  const log = printed.join("");
  expect(log.match(/The storage is full/g)).toHaveLength(1);
  expect(log).not.toContain("could not store");
});

test("a file that could not be stored is told at the end of a run whose worker has died before it heard of it", async () => {
  const { near, far } = channel();
  const observer = new Full();
  const served = serveObserver(far, observer);
  const ex = createSacred(memoryHost()).experiment("dies", { observers: [new RemoteObserver(near)] });
  ex.main(async ({ _run }) => {
    void _run.addArtifact(new Uint8Array([1]), { name: "large.bin" });
    await new Promise<void>(() => undefined);
  });
  void ex.start().finished.catch(() => undefined);
  const ended = served.end(["interruptedEvent", { interruptTime: new Date(), status: "INTERRUPTED" }]);
  await expect(ended).rejects.toThrow("The storage is full.");
  expect(observer.events.slice(-2)).toEqual(["interrupted INTERRUPTED", "join"]);
});

test("points that could not be stored in the end are said to be missing", async () => {
  const { near, far } = channel();
  const observer = new Full(Number.POSITIVE_INFINITY);
  serveObserver(far, observer);
  const printed: string[] = [];
  await run(new RemoteObserver(near), (live) => live.logScalar("loss", 1), printed);
  expect(observer.events).toContain("completed given COMPLETED");
  expect(printed.join("")).toContain("could not store the end of the run: not now");
});

/** Takes only the start, as long as there is no room. */
class Filled extends Keeping {
  static hasRoom: boolean = false;
  override heartbeatEvent(event: HeartbeatEvent): Promise<void> {
    needRoom();
    return super.heartbeatEvent(event);
  }
  override logMetrics(event: MetricsEvent): void {
    needRoom();
    super.logMetrics(event);
  }
  override completedEvent(): void {
    needRoom();
    super.completedEvent();
  }
}

function needRoom(): void {
  if (!Filled.hasRoom) throw new RangeError("full");
}

test("what is insisted on is told once there is room, in its order, and join comes after it", async () => {
  Filled.hasRoom = false;
  const { near, far } = channel();
  const observer = new Filled();
  const served = serveObserver(far, observer, () => true);
  const printed: string[] = [];
  await run(new RemoteObserver(near), (live) => live.logScalar("loss", 1), printed);
  expect(printed.join("")).toContain("could not store the end of the run: full");
  // The page of a worker that is over asks for its end: the run has told one itself.
  const lost = served.end(["interruptedEvent", { interruptTime: new Date(), status: "INTERRUPTED" }]);
  await expect(lost).rejects.toThrow("full");
  expect(observer.events).toEqual(["started 0.5"]);
  Filled.hasRoom = true;
  await expect.poll(() => observer.events.at(-1)).toBe("join");
  expect(observer.events.slice(1)).toEqual(["beat null", "completed given COMPLETED", "join"]);
  expect(observer.points).toEqual([1]);
});

test("the end of a run whose worker was ended is told once there is room", async () => {
  Filled.hasRoom = false;
  const { near, far } = channel();
  const observer = new Filled();
  observer.interruptedEvent = ({ status }) => {
    needRoom();
    observer.events.push(`interrupted ${status}`);
  };
  const served = serveObserver(far, observer, () => true);
  const ex = createSacred(memoryHost()).experiment("dies", { observers: [new RemoteObserver(near)] });
  ex.main(({ _run }) => {
    _run.logScalar("loss", 1);
    void _run.heartbeat();
    return new Promise<void>(() => undefined);
  });
  void ex.start().finished.catch(() => undefined);
  const ended = served.end(["interruptedEvent", { interruptTime: new Date(), status: "INTERRUPTED" }]);
  await expect(ended).rejects.toThrow("full");
  Filled.hasRoom = true;
  await expect.poll(() => observer.events.at(-1)).toBe("join");
  expect(observer.events.at(-2)).toBe("interrupted INTERRUPTED");
  expect(observer.points).toEqual([1]);
});

test("what isn't worth it is told no more than twice, and join comes", async () => {
  Filled.hasRoom = false;
  const { near, far } = channel();
  const observer = new Filled();
  serveObserver(far, observer, () => false);
  await run(new RemoteObserver(near), (live) => live.logScalar("loss", 1));
  expect(observer.events).toEqual(["started 0.5", "join"]);
});
