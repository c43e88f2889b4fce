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

test.each([
  ["an entry's name alone", ["with", "lr"], "The value of an entry is set by lr=VALUE."],
  ["a dictionary's name alone", ["with", "optimizer"], "set by optimizer=VALUE."],
  ["an update without with", ["epochs=3"], 'come after "with": with epochs=3'],
  ["an update behind a command", ["print_config", "epochs=3", "lr=1"], 'come after "with": with epochs=3 lr=1'],
  ["an option for an entry", ["--epochs=5"], 'set after "with": with epochs=5'],
  ["the same with a blank", ["--epochs", "5"], 'set after "with": with epochs=5'],
  ["the same with one dash", ["-epochs=5"], 'set after "with": with epochs=5'],
  ["an item of a list", ["with", "layers[1].size=5"], "An item of a list isn't set by itself"],
  ["blanks around the sign", ["with", "lr", "=", "5"], "NAME=VALUE without blanks"],
])("%s gives the hint", async (_what, argv, hint) => {
  expect(await told(...argv)).toContain(hint);
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
