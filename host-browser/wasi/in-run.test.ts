import { expect, test } from "vitest";
import type * as Sacred from "../index.ts";
import type { ArtifactEvent, ResourceEvent } from "../index.ts";
import type { RunWasi } from "./index.ts";

const isNode = typeof process !== "undefined" && process.versions?.node !== undefined;
// Paths that Vite doesn't follow into the browser.
const [nodeWasi, nodeHost] = ["../../host-node/wasi/index.ts", "../../host-node/index.ts"];
const { runWasi }: { runWasi: RunWasi } = await (isNode ? import(/* @vite-ignore */ nodeWasi) : import("./index.ts"));
const { Experiment, RunObserver }: typeof Sacred = await (isNode
  ? import(/* @vite-ignore */ nodeHost)
  : import("../index.ts"));

const program = (name: string): URL => new URL(`./programs/${name}.wasm`, import.meta.url);

async function contentOf(filename: string): Promise<string> {
  if (!isNode) return (await fetch(filename)).text();
  const { readFile } = await import("node:fs/promises");
  return readFile(filename, "utf8");
}

/** Reads files while it is told of them, as observers do that store them. */
class Reader extends RunObserver {
  readonly resources: [name: string, text: string][] = [];
  readonly artifacts: [name: string, text: string][] = [];
  readonly places: string[] = [];
  override forRun(): this {
    return this;
  }
  override async resourceEvent({ filename }: ResourceEvent): Promise<void> {
    this.places.push(filename);
    this.resources.push([filename.split("/").at(-1)?.split("#").at(-1) ?? "", await contentOf(filename)]);
  }
  override async artifactEvent({ name, filename }: ArtifactEvent): Promise<void> {
    this.places.push(filename);
    this.artifacts.push([name, await contentOf(filename)]);
  }
}

async function observed(main: () => unknown, seed: number = 5): Promise<{ reader: Reader; result: unknown }> {
  const reader = new Reader();
  const ex = new Experiment("programs", { interactive: true, observers: [reader] });
  ex.main({ name: "main" }, main);
  const options = { loglevel: "ERROR" as const, capture: "no" as const };
  const run = await ex.run({ configUpdates: { seed }, options }).catch((error: unknown) => {
    // What was observed is asked for, too.
    throw Object.assign(error as object, { reader });
  });
  return { reader, result: run.result };
}

const FILES = { "numbers.txt": "1 2.5\n", "log.txt": "first\n" };

test("what a program is given are resources of its run, and what it writes are artifacts", async () => {
  const { reader, result } = await observed(async () => {
    const { exitCode } = await runWasi(program("survey"), { files: { data: FILES } });
    return exitCode;
  });
  expect(result).toBe(3);
  expect(reader.resources.map(([name]) => name)).toEqual(["survey.wasm", "numbers.txt", "log.txt"]);
  expect(reader.resources.slice(1).map(([, text]) => text)).toEqual(["1 2.5\n", "first\n"]);
  expect(reader.artifacts.toSorted()).toEqual([
    ["data/log.txt", "first\nsecond\n"],
    ["out/sum.txt", "3.5\n"],
  ]);
});

test("copies for observers are gone when the run is over", async () => {
  const { reader } = await observed(() => runWasi(program("survey"), { files: { data: FILES } }));
  const copies = reader.places.filter((place) => !place.endsWith(".wasm"));
  expect(copies.length).toBe(4);
  for (const place of copies) await expect(contentOf(place)).rejects.toThrow(/ENOENT|Failed to fetch/);
});

test("programs of a run draw from its seed, the same on every host", async () => {
  const draw = async (): Promise<string> => (await runWasi(program("trouble"), { args: ["random"] })).stdout;
  const { result } = await observed(() => Promise.all([draw(), draw()]));
  // python3 -c 'import random; print([random.Random((n << 64) + 5).randbytes(12).hex() for n in (1, 2)])'
  expect(result).toEqual(["b343b5826088e5b7fbdc37e1", "f07a4494a5b43eb8242e3183"]);
});

test("what a program had written when it crashed is an artifact, too", async () => {
  const failure: { reader?: Reader } = await observed(() => runWasi(program("trouble"), { args: ["trap"] })).then(
    () => expect.unreachable(),
    (error: unknown) => error as { reader?: Reader },
  );
  expect(failure).toMatchObject({ name: "WasiError", stdout: "before" });
  expect(failure.reader?.artifacts).toEqual([["half.txt", "half"]]);
});
