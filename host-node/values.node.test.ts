import { createRequire } from "node:module";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { tableFromArrays, vectorFromArray } from "apache-arrow";
import * as arquero from "arquero";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { ConfigValueError } from "../core/errors/index.ts";
import { experiment, RunObserver } from "./index.ts";
import { normalizeValue } from "../core/config/normalize.ts";
import { pythonJson } from "../core/record/python-json.ts";

/** The package has no types of its own. */
interface NdArray {
  transpose(...axes: readonly number[]): NdArray;
  lo(...indices: readonly number[]): NdArray;
  pick(...indices: readonly (number | null)[]): NdArray;
}
const ndarray: (data: ArrayLike<unknown>, shape: readonly number[]) => NdArray = createRequire(import.meta.url)(
  "ndarray",
);

beforeAll(async () => {
  vi.spyOn(console, "warn").mockReturnValue();
  await tf.setBackend("cpu");
});

const matrix = ndarray(new Float64Array([1, 2, 3, 4, 5, 6]), [2, 3]);

const CASES: Readonly<Record<string, readonly [value: () => unknown, plain: unknown]>> = {
  ndarray: [
    () => matrix,
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ],
  "ndarray, transposed and cut": [
    () => matrix.transpose(1, 0).lo(1, 0),
    [
      [2, 5],
      [3, 6],
    ],
  ],
  "ndarray of one dimension": [() => matrix.pick(1, null), [4, 5, 6]],
  "ndarray without dimensions": [() => ndarray([7], []), 7],
  "ndarray without elements": [() => ndarray([], [0]), []],
  "ndarray of texts": [() => ndarray(["a", "b"], [2]), ["a", "b"]],
  tensor: [
    () =>
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
    [
      [1, 2],
      [3, 4],
    ],
  ],
  scalar: [() => tf.scalar(0.5), 0.5],
  variable: [() => tf.variable(tf.tensor1d([1, 2])), [1, 2]],
  "tensor of texts": [() => tf.tensor(["a", "b"]), ["a", "b"]],
  "Arrow vector with a null": [() => vectorFromArray([1.5, null]), [1.5, null]],
  "Arrow vector of lists": [() => vectorFromArray([[1, 2], [3]]), [[1, 2], [3]]],
  "Arrow vector of 64-bit integers": [() => vectorFromArray([1n, -2n]), [1, -2]],
  "Arrow table": [
    () => tableFromArrays({ x: new Int32Array([1, 2]), big: new BigInt64Array([3n, 4n]), s: ["a", "b"] }),
    [
      { x: 1, big: 3, s: "a" },
      { x: 2, big: 4, s: "b" },
    ],
  ],
  "arquero table": [
    () => arquero.table({ x: [1, 2], s: ["a", null] }),
    [
      { x: 1, s: "a" },
      { x: 2, s: null },
    ],
  ],
  "arquero table, filtered and sorted": [
    () =>
      arquero
        .table({ x: [1, 2, 3] })
        .filter("d => d.x > 1")
        .orderby(arquero.desc("x")),
    [{ x: 3 }, { x: 2 }],
  ],
  "map of a set": [() => new Map([["a", new Set([1, 2])]]), { a: [1, 2] }],
  "typed arrays": [() => [new Uint8Array([1]), new Float32Array([0.5])], [[1], [0.5]]],
};

describe.each(Object.entries(CASES))("%s", (_name, [value, plain]) => {
  test("in a configuration", () => {
    expect(normalizeValue({ entry: value() }, "")).toEqual({ entry: plain });
  });

  test("in what is stored", () => {
    expect(JSON.parse(pythonJson({ entry: value() }))).toEqual({ entry: plain });
  });
});

function* counting(): Generator<number> {
  yield 1;
}

test.each<[string, object, string]>([
  ["SharedArrayBuffer", new SharedArrayBuffer(4), "[object SharedArrayBuffer]"],
  ["ArrayBuffer", new ArrayBuffer(4), "[object ArrayBuffer]"],
  ["Generator", counting(), "[object Generator]"],
  ["Array Iterator", [1].values(), "[object Array Iterator]"],
  ["Map Iterator", new Map([[1, 2]]).entries(), "[object Map Iterator]"],
  ["Blob", new Blob(["text"]), "[object Blob]"],
  ["ReadableStream", new ReadableStream(), "[object ReadableStream]"],
  ["WeakRef", new WeakRef({}), "[object WeakRef]"],
  ["invalid Date", new Date(Number.NaN), "Invalid Date"],
])("%s is refused in a configuration, and a text in what is stored: nobody takes it for empty", (name, value, text) => {
  expect(() => normalizeValue({ a: [value] }, "")).toThrow(ConfigValueError);
  expect(() => normalizeValue({ a: [value] }, "")).toThrow(
    new RegExp(`Entry "a\\.0" of the configuration holds an .*${name}`),
  );
  expect(JSON.parse(pythonJson({ value }))).toEqual({ value: text });
});

test("a dictionary may have entries of any name, also those of iterators and of the language", () => {
  const dictionary = { next: 1, byteLength: 4, constructor: "x" };
  expect(normalizeValue(dictionary, "")).toEqual(dictionary);
});

test("integers that a double can't hold are text in a configuration and digits in what is stored", () => {
  const vector = vectorFromArray([2n ** 60n + 1n]);
  expect(normalizeValue(vector, "")).toEqual(["1152921504606846977"]);
  expect(pythonJson(vector)).toBe("[\n  1152921504606846977\n]");
});

test("a tensor that was disposed of is refused in a configuration, and no more than itself is lost in what is stored", () => {
  const tensor = tf.scalar(1);
  tensor.dispose();
  expect(() => normalizeValue({ a: { b: tensor } }, "")).toThrow(ConfigValueError);
  expect(() => normalizeValue({ a: { b: tensor } }, "")).toThrow('Entry "a.b" of the configuration holds');
  expect(JSON.parse(pythonJson({ tensor, kept: 1 }))).toEqual({ tensor: "[Error: Tensor is disposed.]", kept: 1 });
});

test("a run takes them in its configuration, keeps them in info, and gives them as its result", async () => {
  const stored: Record<string, string> = {};
  class Storing extends RunObserver {
    override startedEvent({ config }: { config: object }): void {
      stored["config"] = pythonJson(config);
    }
    override heartbeatEvent({ info }: { info: object }): void {
      stored["info"] = pythonJson(info);
    }
    override completedEvent({ result }: { result?: unknown }): void {
      stored["result"] = pythonJson(result);
    }
  }
  const logged: string[] = [];
  const ex = experiment("values", { interactive: true, observers: [new Storing()] }).config({
    weights: matrix,
    table: tableFromArrays({ x: new Int32Array([1, 2]) }),
  });
  ex.logger = { debug() {}, info: (text: string) => logged.push(text), warn() {}, error() {} };
  ex.main(({ weights, table, _run }) => {
    expect(weights).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(table).toEqual([{ x: 1 }, { x: 2 }]);
    _run.info["losses"] = new Float32Array([0.5, 0.25]);
    _run.info["confusion"] = tf.tensor2d([
      [1, 0],
      [0, 1],
    ]);
    _run.info["rows"] = arquero.table({ n: [1] });
    return { accuracy: tf.scalar(0.75), counts: new Map([["a", 1n]]) };
  });
  await ex.run({ options: { capture: "no" } });
  expect(JSON.parse(stored["config"] ?? "")).toMatchObject({
    weights: [
      [1, 2, 3],
      [4, 5, 6],
    ],
  });
  expect(JSON.parse(stored["info"] ?? "")).toEqual({
    losses: [0.5, 0.25],
    confusion: [
      [1, 0],
      [0, 1],
    ],
    rows: [{ n: 1 }],
  });
  expect(JSON.parse(stored["result"] ?? "")).toEqual({ accuracy: 0.75, counts: { a: 1 } });
  expect(logged.join("\n")).toContain('Result: {"accuracy":0.75,"counts":{"a":"1"}}');
});
