import { afterEach, expect, test } from "vitest";
import { experiment, ingredient, RunObserver, settings, type StartedEvent } from "./index.ts";

const QUIET = { loglevel: "CRITICAL" };
const defaults = { ...settings.config, capturedEnv: settings.hostInfo.capturedEnv };

afterEach(() => {
  const { capturedEnv, ...config } = defaults;
  Object.assign(settings.config, config);
  settings.hostInfo.capturedEnv = capturedEnv;
  settings.captureMode = null;
  settings.defaultBeatInterval = 10;
});

test("ignoredComments: comments that match describe no entry", async () => {
  // prettier-ignore
  const ex = experiment("ignored").config({
    a: 1, // rounded: up
    b: 2, // the b
  });
  ex.main(() => 1);
  expect(Object.fromEntries((await ex.resolveConfig()).docs)).toMatchObject({ a: "rounded: up", b: "the b" });
  settings.config.ignoredComments = ["^rounded"];
  expect((await ex.resolveConfig()).docs.has("a")).toBe(false);
});

test("enforceKeysJsonpickleCompatible: jsonpickle's tags are no keys, unless it is turned off", async () => {
  const define = (): unknown => experiment("tags").addConfig({ "py/object": "os.system" });
  expect(define).toThrow("tag of jsonpickle's");
  settings.config.enforceKeysJsonpickleCompatible = false;
  expect(define).not.toThrow();
});

test("enforceValidPythonIdentifierKeys: only names that Python could use", () => {
  const define = (): unknown => experiment("names").addConfig({ "not-a-name": 1 });
  expect(define).not.toThrow();
  settings.config.enforceValidPythonIdentifierKeys = true;
  expect(define).toThrow("no Python identifier");
});

test("hostInfo.capturedEnv: the named variables are stored", async () => {
  const seen: unknown[] = [];
  class Seeing extends RunObserver {
    override startedEvent({ hostInfo }: StartedEvent): void {
      seen.push(hostInfo["ENV"]);
    }
  }
  process.env["SACRED_TEST_VARIABLE"] = "seen";
  const ex = experiment("env", { observers: [new Seeing()] });
  ex.main(() => 1);
  await ex.run({ options: QUIET });
  settings.hostInfo.capturedEnv = ["SACRED_TEST_VARIABLE", "SACRED_TEST_MISSING"];
  await ex.run({ options: QUIET });
  delete process.env["SACRED_TEST_VARIABLE"];
  expect(seen).toEqual([{}, { SACRED_TEST_VARIABLE: "seen" }]);
});

test("captureMode and defaultBeatInterval hold where a run doesn't say", async () => {
  settings.captureMode = "no";
  settings.defaultBeatInterval = 3;
  const ex = experiment("defaults");
  ex.main(() => 1);
  const run = await ex.run({ options: QUIET });
  expect([run.captureMode, run.beatInterval]).toEqual(["no", 3]);
  const other = await ex.run({ options: { ...QUIET, capture: "sys", "beat-interval": "5" } });
  expect([other.captureMode, other.beatInterval]).toEqual(["sys", 5]);
});

test("what is added to sources and dependencies by hand is stored", async () => {
  const data = ingredient("data").addPackageDependency("left-pad", "1.3.0");
  const ex = experiment("added", { ingredients: [data] }).addSourceFile(new URL("./index.ts", import.meta.url));
  ex.main(() => 1);
  const { sources, dependencies } = await ex.getExperimentInfo();
  expect(dependencies).toContain("left-pad==1.3.0");
  expect(sources.map(([name]) => name)).toContain("index.ts");
});

test("a package that is added without its version is refused", () => {
  const add: unknown = ingredient("data").addPackageDependency;
  if (typeof add !== "function") throw new Error("addPackageDependency is missing");
  expect(() => Reflect.apply(add, ingredient("data"), ["left-pad"])).toThrow(/name and version\) can't hold undefined/);
});

test("ingredients are visited each before those that it uses, and names are told as a subclass wants", () => {
  const inner = ingredient("outer.inner");
  const outer = ingredient("outer", { ingredients: [inner] }).namedConfig("small", { n: 1 });
  const ex = experiment("tree", { ingredients: [outer] });
  expect(Array.from(ex.traverseIngredients(), ([{ path }, depth]) => [path, depth])).toEqual([
    ["tree", 0],
    ["outer", 1],
    ["outer.inner", 2],
  ]);
  expect(Array.from(ex.gatherNamedConfigs(), ([name]) => name)).toEqual(["outer.small"]);
  ex.postProcessName = (name) => `<${name}>`;
  expect(Array.from(ex.gatherNamedConfigs(), ([name]) => name)).toEqual(["<outer.small>"]);
});
