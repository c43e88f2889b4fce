import { expect, test } from "vitest";
import { createSacred } from "../index.ts";
import { memoryHost } from "../../tests/support/memory-host.ts";

const newExperiment = (): InstanceType<ReturnType<typeof createSacred>["Experiment"]> => {
  const ex = new (createSacred(memoryHost([])).Experiment)("options");
  ex.cliOption("-w, --who-runs NAME", "Say who runs it.", (name, run) => void (run.info["who"] = name));
  ex.main(() => 1);
  return ex;
};

/** The options that are stored of a run. */
async function stored(options: object, ex = newExperiment()): Promise<Readonly<Record<string, unknown>>> {
  const { metaInfo } = await ex.run({ options: { ...options, "--loglevel": "CRITICAL" } });
  return metaInfo["options"] as Readonly<Record<string, unknown>>;
}

test.each(["-c", "--comment", "comment"])(
  "an option may be spelt %s, and is stored under its long name",
  async (name) => {
    const options = await stored({ [name]: "first try" });
    expect(options["--comment"]).toBe("first try");
    expect(Object.keys(options).every((key) => key.startsWith("--"))).toBe(true);
  },
);

test.each(["-b", "--beat-interval", "--beat_interval", "beat_interval", "beat-interval", "beatInterval"])(
  "dashes, underscores and capitals are the same: %s",
  async (name) => expect((await stored({ [name]: 20 }))["--beat-interval"]).toBe(20),
);

test("capitals are other short options", async () => {
  const ex = newExperiment();
  ex.cliOption("-W, --whole", "Everything.", () => undefined);
  const options = await stored({ "-C": "no", "-c": "why", "-P": 3, "-W": true, "-w": "Bob" }, ex);
  expect(options).toMatchObject({ "--capture": "no", "--comment": "why", "--priority": 3, "--whole": true });
  expect(options["--who-runs"]).toBe("Bob");
  ex.optionHook((hooked) => void (hooked["-P"] = 4));
  expect((await stored({ "-p": false }, ex))["--priority"]).toBe(4);
});

test("so it is with options of one's own", async () => {
  for (const name of ["-w", "--who-runs", "--who_runs", "whoRuns"])
    expect((await stored({ [name]: "Bob" }))["--who-runs"]).toBe("Bob");
});

test.each([
  ["-Z", ""],
  ["Z", ""],
  ["0", ""],
  ["", ""],
  ["-", ""],
  ["--", ""],
  ["__proto__", ""],
  ["constructor", ""],
  ["COMMENT", ' Did you mean "--comment"?'],
  ["c", ' Did you mean "-c"?'],
  ["coment", ' Did you mean "--comment"?'],
  ["--coment", ' Did you mean "--comment"?'],
  ["-comment", ' Did you mean "--comment"?'],
])("the option %j is refused%s", async (name, advice) => {
  const options = Object.defineProperty({}, name, { value: "x", enumerable: true });
  const error: unknown = await newExperiment()
    .run({ options })
    .catch((thrown: unknown) => thrown);
  expect(error).toHaveProperty("message", `Unknown option ${JSON.stringify(name)}.${advice}`);
});

test("all mistakes of options are told at once", async () => {
  const options = { Z: 1, "-c": "a", comment: "b", force: "yes", coment: 2 };
  const error: unknown = await newExperiment()
    .run({ options })
    .catch((thrown: unknown) => thrown);
  for (const told of ['"Z"', "-c and as comment", "The option force is a flag", '"coment"'])
    expect(String(error)).toContain(told);
});

test.each([
  [{ comment: ["a"] }, "comment takes a value (COMMENT), not an array"],
  [{ "-c": { a: 1 } }, "-c takes a value (COMMENT), not an object"],
  [{ who_runs: () => 1 }, "who_runs takes a value (NAME), not a function"],
  [{ id: new URL("http://host") }, "id takes a value (ID), not an object (URL)"],
  [{ force: 1 }, "The option force is a flag, not 1"],
  [{ "--unobserved": "false" }, 'The option --unobserved is a flag, not "false"'],
])("%j is no value of an option", async (options, message) => {
  await expect(newExperiment().run({ options })).rejects.toThrow(message);
});

test("what is undefined isn't given, and false and null are as good as nothing", async () => {
  const options = await stored({ comment: undefined, "-c": "a", force: null, who_runs: false });
  expect([options["--comment"], options["--force"], options["--who-runs"]]).toEqual(["a", false, null]);
});

test("an option of one's own with capitals is found in all spellings, here and on the command line", async () => {
  const ex = newExperiment();
  ex.cliOption("--ownFlag TEXT", "Mine.", (text, run) => void (run.info["own"] = text));
  for (const name of ["ownFlag", "own-flag", "own_flag", "--ownFlag", "--own-flag"]) {
    expect((await stored({ [name]: "x" }, ex))["--ownFlag"]).toBe("x");
    if (!name.startsWith("--")) continue;
    const run = await ex.runCommandline(["options", name, "y", "--loglevel=CRITICAL", "--beatInterval", "5"]);
    expect(run).toMatchObject({ info: { own: "y" }, beatInterval: 5 });
  }
  expect(() => ex.cliOption("--own-flag", "Again.", () => undefined)).toThrow("There is already an option --own-flag.");
});

test("an option that is given in two spellings is refused, with both", async () => {
  await expect(newExperiment().run({ options: { "-c": "a", comment: "b" } })).rejects.toThrow(
    "The option --comment is given twice: as -c and as comment.",
  );
});

test("a flag takes no value, and an option with a value needs one", async () => {
  await expect(newExperiment().run({ options: { force: "yes" } })).rejects.toThrow("The option force is a flag");
  await expect(newExperiment().run({ options: { comment: true } })).rejects.toThrow("comment takes a value (COMMENT)");
  const options = await stored({ force: false, comment: null, queue: undefined });
  expect([options["--force"], options["--comment"], options["--queue"]]).toEqual([false, null, false]);
});

test("ex.start and ex.resolveConfig refuse them, too", async () => {
  expect(() => newExperiment().start({ options: { Z: 1 } })).toThrow('Unknown option "Z".');
  await expect(newExperiment().resolveConfig({ options: { Z: 1 } })).rejects.toThrow('Unknown option "Z".');
});

test("an option hook reads and sets options in any spelling", async () => {
  const ex = newExperiment();
  const seen: unknown[] = [];
  ex.optionHook((options) => {
    seen.push(options["comment"], options["-c"], "comment" in options, "nothing" in options, options["nothing"]);
    options["comment"] ??= "by the hook";
    options["beatInterval"] = 5;
    delete options["who_runs"];
    seen.push(Object.keys(options).includes("comment"), { ...options }["--comment"]);
  });
  const options = await stored({ whoRuns: "Bob" }, ex);
  expect(options).toMatchObject({ "--comment": "by the hook", "--beat-interval": 5 });
  expect(options).not.toHaveProperty("comment");
  expect(options["--who-runs"]).toBeUndefined();
  expect(seen).toEqual([null, null, true, false, undefined, false, "by the hook"]);
});

test("an option that a hook sets and nobody knows is refused, and the hook named", async () => {
  const ex = newExperiment();
  ex.optionHook(function quieten(options) {
    options["loglevl"] = "ERROR";
  });
  await expect(ex.run()).rejects.toThrow(
    'The option hook "quieten" sets the unknown option "loglevl". Did you mean "--loglevel"?',
  );
});

test("a hook that sets prototypes sets an option that nobody knows", async () => {
  const ex = newExperiment();
  const seen: unknown[] = [];
  ex.optionHook(function reach(options) {
    seen.push("constructor" in options, "toString" in options, Object.hasOwn(options, "-c"), JSON.stringify(options));
    Reflect.set(options, "__proto__", { polluted: true });
  });
  await expect(ex.run()).rejects.toThrow('The option hook "reach" sets the unknown option "__proto__".');
  expect(seen).toEqual([false, false, true, expect.stringContaining('"--comment":null')]);
  expect({}).not.toHaveProperty("polluted");
});

test("an asynchronous option hook is refused: what it sets later would be lost", () => {
  const hook: (options: Record<string, unknown>) => unknown = async (options) => {
    await Promise.resolve();
    options["comment"] = "late";
  };
  expect(() => newExperiment().optionHook(hook)).toThrow("An option hook can't be an async function");
});

test("Object.assign in a hook is checked like any other assignment", async () => {
  const ex = newExperiment();
  ex.optionHook((options) => void Object.assign(options, { comment: "assigned", force: "yes" }));
  await expect(ex.run()).rejects.toThrow("The option force is a flag");
});
