import { expect, test } from "vitest";
import { sacredInMemory } from "../../tests/support/memory-host.ts";
import { RunObserver } from "../public.ts";

// The class with an untyped configuration takes what plain JavaScript can pass.
const { Experiment, Ingredient, settings } = sacredInMemory();
type Loose = { [method: string]: (...args: readonly unknown[]) => unknown };
const loose = (value: unknown): Loose => value as Loose;
const make = (type: unknown, ...args: readonly unknown[]): Loose => Reflect.construct(type as Function, args);

const named = (): Loose => {
  const ex = make(Experiment, "named");
  ex["main"]?.(() => 1);
  return ex;
};

test.each<[string, () => unknown, RegExp]>([
  ["an experiment's empty name", () => make(Experiment, ""), /without empty parts.*not ""/],
  ["an experiment's name that is no text", () => make(Experiment, 5), /is a text.*not 5/],
  ["an ingredient's path that is no text", () => make(Ingredient, null), /is a text.*not null/],
  ["an empty part of a path", () => make(Ingredient, "a..b"), /without empty parts/],
  ["a name of spaces", () => make(Experiment, "  "), /without empty parts/],
  ["a name that colours the terminal", () => make(Experiment, "a\u001b[31m"), /control characters.*"a\\u001b\[31m"/],
  ["a name of two lines", () => make(Experiment, "a\nb"), /control characters.*"a\\nb"/],
  ["half a character in a path", () => make(Ingredient, "a\ud800"), /control characters.*\\ud800/],
  ["__proto__ as a path", () => make(Ingredient, "__proto__"), /prototype/],
  ["a path with an equals sign", () => make(Ingredient, "a=b"), /can't hold "="/],
  ["a path with a dollar", () => make(Ingredient, "a.$x"), /start with "\$"/],
  ["an option of an ingredient", () => make(Ingredient, "a", { interactiv: true }), /Did you mean "interactive"/],
  ["an option of an experiment", () => make(Experiment, "a", { ingredient: [] }), /Did you mean "ingredients"/],
  ["ingredients that are no list", () => make(Experiment, "a", { ingredients: 5 }), /have to be a list, not 5/],
  ["an ingredient that is none", () => make(Experiment, "a", { ingredients: [{}] }), /can't hold an object/],
  ["an option of a scope", () => named()["config"]?.({ a: 1 }, { dco: "x" }), /config takes no option "dco"\. Did you/],
  ["an option of a statement scope", () => named()["scope"]?.(() => 1, { nam: "x" }), /Did you mean "name"/],
  ["an option of a named config", () => named()["namedConfig"]?.("f", {}, { name: "x" }), /no option "name".*: doc\./],
  [
    "several options of a hook",
    () => named()["preRunHook"]?.({ prefx: "a", nmae: "b" }, () => 1),
    /no option "prefx", "nmae"\. Did you mean "prefix"\? Did you mean "name"\?/,
  ],
  ["an option of capture", () => named()["capture"]?.({ prefx: "a" }, () => 1), /Did you mean "prefix"/],
  [
    "an option of a command",
    () => named()["command"]?.("c", { unobservd: true }, () => 1),
    /Did you mean "unobserved"/,
  ],
  [
    "a command that is a function without a name, as in Python",
    () => named()["command"]?.(() => 1),
    /name of a command is a text.*not a function/,
  ],
  ["a named config that is a function without a name", () => named()["namedConfig"]?.(() => ({})), /not a function/],
  ["a command without a function", () => named()["command"]?.("c"), /A function is expected here, not undefined/],
  ["a config hook that is none", () => named()["configHook"]?.(), /A function is expected here/],
  ["an option hook that is none", () => named()["optionHook"]?.({}), /A function is expected here/],
  ["a schema that is none", () => named()["validate"]?.({}), /Standard Schema/],
  ["an option that there is already", () => named()["cliOption"]?.("-l, --loud", "", () => 1), /already an option -l/],
  [
    "what with() is given",
    () => loose(named()["capture"]?.(({ a }: { a: number }) => a))["with"]?.(null),
    /takes an object of entries/,
  ],
])("%s is refused by an error that says so", (_what, define, message) => {
  expect(define).toThrow(message);
});

test.each<[string, object, RegExp]>([
  ["a misspelt part of a request", { configUpdate: { a: 1 } }, /Did you mean "configUpdates"/],
  ["a part in Python's spelling", { named_configs: [] }, /no option "named_configs"/],
  ["named configs that are no list", { namedConfigs: "fast" }, /have to be a list, not "fast"/],
  ["a named config that is no text", { namedConfigs: [5] }, /can't hold 5/],
  ["options that are no object", { options: "abc" }, /takes an object of options, not "abc"\.$/],
  ["updates that are no dictionary", { configUpdates: ["a=1"] }, /a dictionary of entries, not an array/],
])("%s is refused by an error that says so", async (_what, request, message) => {
  await expect(named()["run"]?.(request)).rejects.toThrow(message);
});

test("an observer that is none is refused", async () => {
  const ex = make(Experiment, "observed", { observers: [{}] });
  ex["main"]?.(() => 1);
  await expect(ex["run"]?.()).rejects.toThrow("Observers can't hold an object");
});

test("an option of one's own is applied, and stored with the run", async () => {
  const ex = new Experiment("own", { observers: [new RunObserver()] });
  ex.cliOption("-o, --own-flag MESSAGE", "My own flag", (message, run) => {
    run.info["some"] = message;
  });
  ex.main(() => 1);
  const run = await ex.run({ options: { "own-flag": "hello" } });
  expect(run.info).toEqual({ some: "hello" });
  expect(run.metaInfo["options"]).toMatchObject({ "--own-flag": "hello" });
  expect(() => ex.cliOption("-x, --own_flag", "Again", () => undefined)).toThrow(
    "There is already an option --own_flag",
  );
});

test("settings refuse negative intervals and broken patterns", () => {
  expect(() => Object.assign(settings, { defaultBeatInterval: -1 })).toThrow("isn't negative");
  expect(() => Object.assign(settings.config, { ignoredComments: ["("] })).toThrow("no regular expression");
});
