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
  await expect(newExperiment().run({ options })).rejects.toThrow(`Unknown option ${JSON.stringify(name)}.${advice}`);
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

test("Object.assign in a hook is checked like any other assignment", async () => {
  const ex = newExperiment();
  ex.optionHook((options) => void Object.assign(options, { comment: "assigned", force: "yes" }));
  await expect(ex.run()).rejects.toThrow("The option force is a flag");
});
