import { NumpyGenerator, NumpyRandomState, PythonRandom, settings } from "sacred-ts";
import { compareError } from "../compare/errors.mjs";
import { note } from "../compare/transcript.mjs";
import { difference, untag } from "../compare/values.mjs";
import { queueRun } from "./session.mjs";

const seedOf = ({ seed }) => (typeof seed === "object" ? seed.int : seed);

/** Draws that use log, sqrt, sin and cos of the C library: the last place may differ. */
const LOOSE = new Set(["gauss", "normalvariate", "triangular", "expovariate"]);

function drawOps(generator, ops) {
  return ops.map(([method, ...args]) => {
    const given = args.map(untag).map((arg) => (arg === null ? undefined : arg));
    if (method !== "shuffle") return generator[method](...given);
    const list = [...given[0]];
    generator.shuffle(list);
    return list;
  });
}

function compareDraws(ops, actual, expected) {
  note("draws", actual);
  for (let i = 0; i < ops.length; i++) {
    const want = untag(expected[i]);
    const close = LOOSE.has(ops[i][0]) && Math.abs(actual[i] - want) <= Math.abs(want) * 1e-14;
    const found = close ? undefined : difference(`draw ${i} ${JSON.stringify(ops[i])}`, actual[i], want);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function mt19937(testCase) {
  const draw = (name, method, ...args) => {
    const generator = new PythonRandom(seedOf(testCase));
    return difference(
      name,
      testCase[name].map(() => generator[method](...args)),
      untag(testCase[name]),
    );
  };
  return (
    draw("getrandbits32", "getrandbits", 32) ?? draw("random", "random") ?? draw("randint_1_1e9", "randint", 1, 1e9)
  );
}

export function mt19937_ops(testCase) {
  return compareDraws(testCase.ops, drawOps(new PythonRandom(seedOf(testCase)), testCase.ops), testCase.results);
}

export function pcg64(testCase) {
  if (testCase.error !== undefined) return refused(() => new NumpyGenerator(seedOf(testCase)));
  const raw = new NumpyGenerator(seedOf(testCase));
  const random = new NumpyGenerator(seedOf(testCase));
  return (
    difference(
      "raw64",
      testCase.raw64.map(() => String(raw.random_raw())),
      testCase.raw64,
    ) ??
    difference(
      "random",
      testCase.random.map(() => random.random()),
      untag(testCase.random),
    )
  );
}

export function pcg64_ops(testCase) {
  return compareDraws(testCase.ops, drawOps(new NumpyGenerator(seedOf(testCase)), testCase.ops), testCase.results);
}

export function randomstate(testCase) {
  if (testCase.error !== undefined) return refused(() => new NumpyRandomState(seedOf(testCase)));
  const draw = (name, method, ...args) => {
    if (testCase[name] === undefined) return undefined;
    const generator = new NumpyRandomState(seedOf(testCase));
    return difference(
      name,
      testCase[name].map(() => generator[method](...args)),
      untag(testCase[name]),
    );
  };
  const permutation = new NumpyRandomState(seedOf(testCase)).permutation(8);
  return (
    draw("random_sample", "random_sample") ??
    draw("randint_1_1e9", "randint", 1, 1e9) ??
    draw("randint_0_6", "randint", 0, 6) ??
    draw("randn", "randn") ??
    (testCase.permutation_8 === undefined ? undefined : difference("permutation", permutation, testCase.permutation_8))
  );
}

function refused(make) {
  try {
    make();
  } catch {
    return undefined;
  }
  return "expected an error";
}

/** The hierarchical walk, seen from outside: the seeds of all functions, and what they draw when they are called. */
export function hierarchy(backend) {
  return async (testCase) => {
    settings.config.randomBackend = backend;
    try {
      return await compareHierarchy(testCase);
    } finally {
      settings.config.randomBackend = "python";
    }
  };
}

async function compareHierarchy({ spec, run: request, calls, ops, expect, unseeded }) {
  const { module, run, error, stage } = await queueRun(spec, request);
  if (expect.error !== undefined) return compareError({ ...expect.error, stage: "run" }, error, stage);
  if (error !== undefined) return `failed: ${error.stack}`;
  const { seeds } = await module.ex.resolveConfig({
    configUpdates: request.config_updates,
    namedConfigs: request.named_configs,
    options: { "--force": true },
  });
  const known = expect.init.filter(({ ingredient }) => !unseeded.includes(ingredient));
  const init = known.map(({ ingredient }) => {
    const { seed, functionSeeds } = seeds.get(ingredient);
    return [ingredient, String(seed), functionSeeds];
  });
  const wanted = known.map(({ ingredient, seed, functions }) => [
    ingredient,
    String(seed === true ? 1 : untag(seed)),
    functions.map(([, own]) => own),
  ]);
  return (
    difference("config", run.config, untag(expect.config)) ??
    difference("init", init, wanted) ??
    compareCalls(module, calls, ops, expect.calls, unseeded)
  );
}

function compareCalls({ functions, calls: recorder }, calls, ops, expected, unseeded) {
  let at = 0;
  for (const { function: path, times } of calls) {
    const [ingredient, name] = [path.slice(0, path.lastIndexOf("/")), path.slice(path.lastIndexOf("/") + 1)];
    const captured = functions.find(([own, fn]) => own === ingredient && fn === name)?.[2];
    for (let i = 0; i < times; i++) {
      const { _seed, draws } = expected[at++];
      let got;
      recorder.handler = (_ingredient, _name, values) => {
        got = {
          _seed: values._seed ?? null,
          draws: values._rnd === undefined ? null : drawOps(values._rnd, ops[path] ?? []),
        };
      };
      captured?.();
      if (unseeded.includes(ingredient)) continue;
      const found =
        difference(`_seed of ${path}, call ${i}`, got._seed, untag(_seed)) ??
        (draws === null
          ? difference(`draws of ${path}`, got.draws, null)
          : compareDraws(ops[path] ?? [], got.draws, draws));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

export async function unseeded({ spec, run: request, expect }) {
  const { run, error } = await queueRun(spec, request);
  if (error !== undefined) return `failed: ${error.stack}`;
  const { seed } = run.config;
  const isInside = Number.isInteger(seed) && seed >= expect.seed_min && seed <= expect.seed_max;
  if (!isInside) return `the seed ${seed} should lie between ${expect.seed_min} and ${expect.seed_max}`;
  return difference("modified", [...run.configModifications.modified], expect.modified);
}
