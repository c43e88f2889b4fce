import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { Consumer } from "../support/consumer.ts";

// Tests of users set the clock of what they test. Runs keep their own time, that of when the package was loaded.

const PROGRAM = `import { writeFileSync } from "node:fs";
import { mock } from "node:test";
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";
const real = Date;
const ex = experiment("timed", { observers: [new FileStorageObserver(process.argv[2])] });
ex.main(async ({ _run }) => {
  for (let i = 0; i < 10; i++) _run.logScalar("loss", i);
  await _run.flushed?.();
  console.log("at", Date.now());
  return "done";
});
const started = real.now();
FAKE
const run = await ex.run({ options: { "--capture": process.argv[2], "--beat-interval": 0.01 } });
const isReal = run.startTime.getTime() >= started && run.stopTime.getTime() <= real.now();
writeFileSync(\`\${process.argv[2]}.txt\`, \`\${run.status} \${run.result} \${isReal}\`);
`;
const FAKES = {
  "node:test": 'mock.timers.enable({ apis: ["setTimeout", "setInterval", "setImmediate", "Date"] });',
  "hand, whatever there is": `const never = () => ({ unref() { return this; }, ref() { return this; } });
for (const name of ["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "clearTimeout", "clearInterval", "clearImmediate"])
  globalThis[name] = never;
process.hrtime = Object.assign(() => [0, 0], { bigint: () => 0n });
Object.defineProperty(globalThis, "performance", { value: { now: () => 0, timeOrigin: 0 } });
globalThis.Date = class extends Date { constructor(...given) { super(...(given.length === 0 ? [0] : given)); } static now() { return 0; } };`,
};

describe.each(Object.entries(FAKES))("with fake timers by %s", (_by, fake) => {
  let consumer: Consumer;
  beforeAll(() => {
    consumer = new Consumer({ "timed.mjs": PROGRAM.replace("FAKE", fake) });
  });
  afterAll(() => consumer.remove());

  test.each(["fd", "sys"])("a run ends, and is stored with its output and points (--capture %s)", async (mode) => {
    expect((await consumer.run("timed.mjs", mode)).code).toBe(0);
    expect(consumer.read(`${mode}.txt`)).toBe("COMPLETED done true");
    expect(consumer.read(`${mode}/1/cout.txt`)).toContain("at 0\n");
    expect(JSON.parse(consumer.read(`${mode}/1/metrics.json`)).loss.values).toHaveLength(10);
    expect(Date.parse(`${JSON.parse(consumer.read(`${mode}/1/run.json`)).heartbeat}Z`)).toBeGreaterThan(1e12);
  });
});

describe("with vi.useFakeTimers()", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each<[string, Parameters<typeof vi.useFakeTimers>[0]]>([
    ["as it is", {}],
    [
      "of everything",
      { toFake: ["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "performance", "Date", "hrtime"] },
    ],
    ["at a time of long ago", { now: 0 }],
  ])("%s, a run ends", async (_what, options) => {
    const { experiment } = await import("sacred-ts");
    const ex = experiment("faked", { interactive: true }).config({ a: 1 });
    ex.main(({ a }) => [a, Date.now() < 1e12]);
    vi.useFakeTimers(options);
    const run = await ex.run({ options: { loglevel: "CRITICAL" } });
    vi.useRealTimers();
    expect(run.status).toBe("COMPLETED");
    expect(run.startTime?.getTime()).toBeGreaterThan(1e12);
  });
});
