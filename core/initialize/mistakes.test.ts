import { expect, test } from "vitest";
import { ConfigAddedError, NamedConfigNotFoundError } from "../errors/index.ts";
import { createSacred } from "../index.ts";
import { memoryHost } from "../../tests/support/memory-host.ts";

type Experiment = InstanceType<ReturnType<typeof createSacred>["Experiment"]>;

function newExperiment(printed: string[] = []): Experiment {
  const ex = new (createSacred(memoryHost(printed)).Experiment)("svm");
  ex.config({ lr: 0.1, epochs: 2, layers: [{ size: 1 }], optimizer: { name: "sgd" } });
  ex.namedConfig("fast", { epochs: 1 });
  ex.main(({ lr }: { lr: number }) => lr);
  return ex;
}

async function told(...argv: string[]): Promise<string> {
  const printed: string[] = [];
  await newExperiment(printed).runCommandline(["svm", ...argv]);
  return printed.join("\n");
}

test("all named configs that aren't there are told at once", async () => {
  const error: unknown = await newExperiment()
    .resolveConfig({ namedConfigs: ["fsat", "fast", "small"] })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NamedConfigNotFoundError);
  expect(error).toHaveProperty("names", ["fsat", "small"]);
  expect(String(error)).toMatch(
    /"fsat"\. Did you mean "fast"\?\nNamed config not found: "small"\. Available named configs: fast\./,
  );
});

test("and with them entries that nothing uses", async () => {
  const error: unknown = await newExperiment()
    .resolveConfig({ namedConfigs: ["fsat"], configUpdates: { epoch: 1, lrr: 2, lr: 3 } })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NamedConfigNotFoundError);
  expect(error).toHaveProperty("conflictingConfigs", ["epoch", "lrr"]);
  expect(String(error)).toContain('"fsat"');
  expect(String(error)).toContain('epoch = 1: Did you mean "epochs"?');
});

test("a scope that fails without the named config doesn't hide that it isn't there", async () => {
  const ex = newExperiment();
  ex.config(({ given }: { given: { inner: number } }) => ({ inner: given.inner }));
  await expect(ex.resolveConfig({ namedConfigs: ["giving"] })).rejects.toThrow('Named config not found: "giving"');
});

test("entries that nothing uses are an error of their own without them", async () => {
  await expect(newExperiment().resolveConfig({ configUpdates: { epoch: 1 } })).rejects.toThrow(ConfigAddedError);
});

const AFTER_WITH = 'set after "with": with';

test.each([
  ["an entry's name alone", ["with", "lr"], `${AFTER_WITH} lr=VALUE`],
  ["a dictionary's name alone", ["with", "optimizer"], `${AFTER_WITH} optimizer=VALUE`],
  ["two names alone", ["with", "lr", "epochs"], `${AFTER_WITH} lr=VALUE epochs=VALUE`],
  ["an update without with", ["epochs=3"], `${AFTER_WITH} epochs=3`],
  ["updates without with", ["epochs=3", "lr=1"], `${AFTER_WITH} epochs=3 lr=1`],
  ["an update with blanks and without with", ["lr", "=", "5"], `${AFTER_WITH} lr=5`],
  ["an update behind a command", ["print_config", "epochs=3", "lr=1"], `${AFTER_WITH} epochs=3 lr=1`],
  ["an option for an entry", ["--epochs=5"], `${AFTER_WITH} epochs=5`],
  ["the same with a blank", ["--epochs", "5"], `${AFTER_WITH} epochs=5`],
  ["the same behind with", ["with", "--epochs=5"], `${AFTER_WITH} epochs=5`],
  ["the same with one dash", ["-epochs=5"], `${AFTER_WITH} epochs=5`],
  ["the same, where the letter is an option", ["-lr=5"], `${AFTER_WITH} lr=5`],
  ["blanks around the sign", ["with", "lr", "=", "5", "epochs=3"], `${AFTER_WITH} lr=5 epochs=3`],
  ["a blank in front of it", ["with", "lr", "=5"], `${AFTER_WITH} lr=5`],
  ["a blank behind it", ["with", "lr=", "5"], `${AFTER_WITH} lr=5`],
  ["a colon", ["with", "lr:5"], `${AFTER_WITH} lr=5`],
  ["a colon and the sign", ["with", "lr:=5"], 'lr: = 5: Did you mean "lr"?'],
  ["two signs", ["with", "lr==5"], '"lr" is set to the text "=5": one "=" is enough.'],
])("%s gives the hint", async (_what, argv, hint) => {
  expect(await told(...argv)).toContain(hint);
});

test.each([
  ["a file that isn't there", ["with", "conf.yaml"]],
  ["a file of another machine", ["with", "C:\\conf.yaml"]],
  ["a named config behind an empty text", ["with", "tag=", "epochs=1"]],
])("%s gives none", async (_what, argv) => {
  const text = await told(...argv);
  expect(text).not.toContain("VALUE");
  expect(text).not.toContain(AFTER_WITH);
});

test("mistakes of several kinds are told together", async () => {
  const text = await told("with", "epoch=1", "fsat", "lrr=2", "optimizer.nam=3", "slow");
  for (const name of ['"fsat"', '"slow"', "epoch = 1", "lrr = 2", "optimizer.nam = 3"]) expect(text).toContain(name);
  const nameless = await told("with", "=5", ".lr=1", "a..b=2");
  for (const update of ['"=5"', '".lr=1"', '"a..b=2"']) expect(nameless).toContain(`The update ${update} names`);
});

test("ingredients that are set as a whole are told all at once, with named configs that aren't there", async () => {
  const { Experiment, Ingredient } = createSacred(memoryHost([]));
  const ingredients = ["one", "two"].map((path) => new Ingredient(path).config({ a: 1 }));
  const ex = new Experiment("whole", { ingredients });
  const error: unknown = await ex
    .resolveConfig({ configUpdates: { one: 1, two: 2 }, namedConfigs: ["fsat"] })
    .catch((thrown: unknown) => thrown);
  expect(error).toHaveProperty("conflictingConfigs", ["one", "two"]);
  for (const name of ['"one" is an ingredient', '"two" is an ingredient', '"fsat"'])
    expect(String(error)).toContain(name);
});

test("a misspelt option is compared with options first", async () => {
  expect(await told("--loglevl=INFO")).toContain('Did you mean "--loglevel"?');
});

test("an experiment without a main function has a configuration", async () => {
  const ex = new (createSacred(memoryHost([])).Experiment)("bare");
  ex.config({
    a: 1,
    get b() {
      return this.a + 1;
    },
  });
  const { config } = await ex.resolveConfig({ configUpdates: { a: 4, seed: 1 } });
  expect(config).toEqual({ a: 4, b: 5, seed: 1 });
});

test("a command that isn't there is refused without a run, too", async () => {
  await expect(newExperiment().resolveConfig({ commandName: "trian" })).rejects.toThrow('Command "trian" not found.');
  expect((await newExperiment().resolveConfig({ commandName: "main" })).config).toHaveProperty("lr", 0.1);
});
