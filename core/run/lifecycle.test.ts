import { expect, test } from "vitest";
import { RunObserver } from "../public.ts";
import { createSacred, type Sacred } from "../index.ts";
import { memoryHost } from "../../tests/support/memory-host.ts";
import type { RunEvent } from "./observer.ts";
import type { Run } from "./run.ts";

/** Notes the events it gets; those of `failing` fail as often as said. */
class Recording extends RunObserver {
  readonly events: string[] = [];
  readonly failing: Record<string, number>;

  constructor(failing: Record<string, number> = {}) {
    super();
    this.failing = failing;
  }

  override heartbeatEvent(): void {
    this.#note("heartbeat");
  }
  override logMetrics(): void {
    this.#note("metrics");
  }
  override artifactEvent({ name }: { name: string }): void {
    this.#note(`artifact ${name}`);
  }
  override completedEvent(): Promise<void> | void {
    this.#note("completed");
  }
  override join(): void {
    this.#note("join");
  }

  #note(event: string): void {
    const left = this.failing[event] ?? 0;
    this.failing[event] = left - 1;
    if (left > 0) throw new Error(`no ${event}`);
    this.events.push(event);
  }

  override forRun(_run?: Run): RunObserver {
    return this;
  }
}

function sacred(printed: string[], rescued: (readonly RunEvent[])[] = []): Sacred {
  const host = memoryHost(printed);
  const rescue = (_run: unknown, events: readonly RunEvent[]): string => {
    rescued.push(events);
    return "rescued.json";
  };
  return createSacred({ ...host, files: { ...host.files, rescue } });
}

test("events come in Sacred's order", async () => {
  const observer = new Recording();
  const ex = sacred([]).experiment("order", { observers: [observer] });
  ex.main(async ({ _run }) => {
    await _run.addArtifact("a.txt");
    _run.logScalar("loss", 1);
  });
  await ex.run();
  expect(observer.events).toEqual(["artifact a.txt", "metrics", "heartbeat", "completed", "join"]);
});

test("what an observer could not take in the last beat reaches it before the end", async () => {
  const observer = new Recording({ heartbeat: 1, metrics: 1 });
  const ex = sacred([]).experiment("late", { observers: [observer] });
  ex.main(({ _run }) => _run.logScalar("loss", 1));
  await ex.run();
  expect(observer.events).toEqual(["metrics", "heartbeat", "completed", "join"]);
});

test("what an observer never takes is kept in a file, and that is said", async () => {
  const printed: string[] = [];
  const rescued: (readonly RunEvent[])[] = [];
  const observer = new Recording({ heartbeat: Infinity });
  const ex = sacred(printed, rescued).experiment("never", { observers: [observer] });
  ex.main(() => 5);
  const run = await ex.run();
  expect(run.status).toBe("COMPLETED");
  expect(observer.events).toEqual(["metrics", "completed", "join"]);
  expect(rescued.map((events) => events.map(([name]) => name))).toEqual([["heartbeatEvent"]]);
  expect(printed.join("")).toContain("What it should have stored is in rescued.json.");
  expect(printed.join("").match(/no heartbeat/g)?.length).toBe(1);
});

test("an observer may add an artifact while it is told about the end", async () => {
  class Reporting extends Recording {
    #run: Run | undefined;
    override forRun(run?: Run): RunObserver {
      this.#run = run;
      return this;
    }
    override async completedEvent(): Promise<void> {
      await this.#run?.addArtifact("report.html");
      await super.completedEvent();
    }
  }
  const observer = new Reporting();
  const ex = sacred([]).experiment("reporting", { observers: [observer] });
  ex.main(() => 1);
  await ex.run();
  expect(observer.events).toEqual(["metrics", "heartbeat", "artifact report.html", "completed", "join"]);
});

test("a metric may have any name", async () => {
  const names: string[] = [];
  class Names extends RunObserver {
    override logMetrics({ metricsByName }: { metricsByName: object }): void {
      names.push(...Object.keys(metricsByName));
    }
  }
  const ex = sacred([]).experiment("names", { observers: [new Names()] });
  ex.main(({ _run }) => {
    for (const name of ["__proto__", "constructor", "a.b", "$x"]) _run.logScalar(name, 1);
  });
  await ex.run();
  expect(names).toEqual(["__proto__", "constructor", "a.b", "$x"]);
});

test("credentials of URLs are stored nowhere, wherever a run is given them", async () => {
  const ex = sacred([]).experiment("secret");
  ex.main(() => 1);
  const run = await ex.run({
    options: { comment: "see mongodb://me:p@ss@host/db" },
    metaInfo: { origin: ["https://a:b@c/d"] },
  });
  expect(run.metaInfo).toMatchObject({ comment: "see mongodb://***@host/db", origin: ["https://***@c/d"] });
  expect(JSON.stringify(run.metaInfo)).not.toMatch(/p@ss|a:b/);
});

test("nor are they told of failures, the run's or an observer's", async () => {
  const printed: string[] = [];
  let trace: readonly string[] = [];
  class Failing extends RunObserver {
    override startedEvent(): string {
      return "1";
    }
    override heartbeatEvent(): void {
      throw new Error("no answer from mongodb://me:s3/cret@host/db");
    }
    override failedEvent({ failTrace }: { failTrace: readonly string[] }): void {
      trace = failTrace;
    }
  }
  const ex = sacred(printed).experiment("secret", { observers: [new Failing()] });
  ex.main(() => {
    throw new Error("can't reach mongodb://me:s3/cret@host/db", { cause: new Error("https://a:b@c/d?token=x") });
  });
  await ex.runCommandline(["secret", "with", "seed=1"]);
  expect(trace.join("")).toContain("can't reach mongodb://***@host/db");
  expect(trace.join("")).toContain("https://***@c/d?token=***");
  expect(printed.join("")).toContain("no answer from mongodb://***@host/db");
  expect(printed.join("")).toContain("can't reach mongodb://***@host/db");
  expect(printed.join("")).not.toMatch(/s3|a:b/);
});

test("a run that is over takes nothing more, and says so", async () => {
  const ex = sacred([]).experiment("over");
  ex.main(({ _run }) => _run.logScalar("loss", 1));
  const run = await ex.run();
  expect(() => run.logScalar("loss", 2)).toThrow("logScalar came too late");
  await expect(run.addArtifact("a.txt")).rejects.toThrow("came too late");
  expect(() => ex.info).toThrow("over.info only works during a run, and the last one is over");
});

test("info is read-only once the run is over, and an object of the user's own stays theirs", async () => {
  const own: Record<string, unknown> = { kept: [1] };
  const ex = sacred([]).experiment("info");
  ex.main(({ _run }) => {
    _run.info = own;
  });
  for (let i = 0; i < 2; i++) {
    const run = await ex.run();
    expect(() => (run.info["late"] = 1)).toThrow(TypeError);
    expect(() => (run.info = {})).toThrow(TypeError);
    expect(run.info).toEqual(own);
    own["more"] = i;
  }
});

test("a command that returns nothing leaves the result that it has set", async () => {
  const ex = sacred([]).experiment("result");
  ex.main(({ _run }) => {
    _run.result = 0.9;
  });
  expect((await ex.run()).result).toBe(0.9);
});
