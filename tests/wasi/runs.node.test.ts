import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { Consumer, type Outcome } from "../support/consumer.ts";

const PROGRAMS = fileURLToPath(new URL("../../host-browser/wasi/programs/", import.meta.url));
let consumer: Consumer | undefined;
afterEach(() => consumer?.remove());

/** Runs a command that is given as text, with `-F runs` and further options. */
function run(body: string, ...options: string[]): Promise<Outcome> {
  consumer = new Consumer({
    "main.mjs": `import { fileURLToPath } from "node:url";
import { experiment } from "sacred-ts";
import { runWasi } from "sacred-ts/wasi";
// So that this program's temporary files can be told from those of others.
process.env.TMPDIR = fileURLToPath(new URL("tmp", import.meta.url));
const program = (name) => ${JSON.stringify(PROGRAMS)} + name + ".wasm";
const ex = experiment("programs");
ex.automain(async ({ _run, _seed }) => {
${body}
});
`,
    "numbers.txt": "1 2.5\n3\n",
  });
  consumer.write("tmp/.keep", "");
  return consumer.run("main.mjs", "-F", "runs", ...options);
}

interface Stored {
  readonly status: string;
  readonly result: unknown;
  readonly fail_trace: readonly string[];
  readonly artifacts: readonly string[];
  readonly resources: readonly (readonly [string, string])[];
}
const stored = (): Stored => JSON.parse(consumer?.read("runs/1/run.json") ?? "");
const leftovers = (): string[] =>
  readdirSync(join(consumer?.folder ?? "", "tmp")).filter((name) => name.startsWith("sacred-wasi"));

const SURVEY = `
const { exitCode, files } = await runWasi(program("survey"), {
  args: ["one"], env: { LEVEL: "2" }, stdin: "in",
  files: { data: { "numbers.txt": new URL("numbers.txt", import.meta.url), "log.txt": "first\\n" } },
});
return { exitCode, files: Object.keys(files).sort() };`;
const PRINTED = "argument 0: survey\nargument 1: one\nLEVEL: 2\ninput 1: in\ncafé\n";

test.each(["fd", "sys"])("what a program prints and writes is stored with its run (capture mode %s)", async (mode) => {
  const { code, stdout, stderr } = await run(SURVEY, "-C", mode, "-l", "ERROR");
  expect([code, stdout, stderr]).toEqual([0, `${PRINTED}done`, "sum is 6.5\nno break"]);
  const cout = consumer?.read("runs/1/cout.txt") ?? "";
  // Of two streams that lead to different places the order is lost, and nothing else.
  const letters = (text: string): string => Array.from(text).sort().join("");
  expect(letters(cout)).toBe(letters(stdout + stderr));
  expect(stored().result).toEqual({ exitCode: 3, files: ["data/log.txt", "out/sum.txt"] });
});

test("written files are artifacts, and the program and its files are resources", async () => {
  await run(SURVEY);
  expect([...stored().artifacts].sort()).toEqual(["data/log.txt", "out/sum.txt"]);
  expect(consumer?.read("runs/1/out/sum.txt")).toBe("6.5\n");
  expect(consumer?.read("runs/1/data/log.txt")).toBe("first\nsecond\n");
  const names = stored().resources.map(([name]) => name.split("/").at(-1));
  expect(names).toEqual(["survey.wasm", "numbers.txt", "log.txt"]);
  expect(stored().resources.map(([, kept]) => readFileSync(kept).length > 5)).toEqual([true, true, true]);
  expect(leftovers()).toEqual([]);
});

test("a crash fails the run, which keeps the program's stack, its output and what it wrote", async () => {
  const { code, stderr } = await run('await runWasi(program("trouble"), { args: ["trap"] });');
  expect(code).toBe(1);
  expect(stderr).toContain('WasiError: The program "trouble" failed: it reached "unreachable"');
  const { status, fail_trace: trace, artifacts } = stored();
  expect(status).toBe("FAILED");
  expect(trace.join("")).toMatch(/at fall \(wasm:/);
  expect(trace.join("")).toContain("RuntimeError: unreachable");
  expect(artifacts).toEqual(["half.txt"]);
  expect(consumer?.read("runs/1/cout.txt")).toContain("before");
  expect(leftovers()).toEqual([]);
});

test("programs of a run draw from its seed, each something of its own", async () => {
  const draw = `const draw = async (options) => (await runWasi(program("trouble"), { args: ["random"], ...options })).stdout;
return [await draw(), await draw(), await draw({ seed: 42 }), await draw({ seed: null })];`;
  const results: unknown[][] = [];
  for (let again = 0; again < 2; again++) {
    await run(draw, "with", "seed=5");
    results.push(stored().result as unknown[]);
    consumer?.remove();
  }
  const [first = [], second = []] = results;
  // python3 -c 'import random; print([random.Random((n << 64) + 5).randbytes(12).hex() for n in (1, 2)])'
  expect(first.slice(0, 3)).toEqual([
    "b343b5826088e5b7fbdc37e1",
    "f07a4494a5b43eb8242e3183",
    "9d79b1a37f31801cd11a6706",
  ]);
  expect(second.slice(0, 3)).toEqual(first.slice(0, 3));
  expect(second[3]).not.toBe(first[3]);
});

test("bytes that are no text are captured as they are", async () => {
  await run('await runWasi(program("trouble"), { args: ["bytes"] });', "-l", "ERROR");
  const cout = readFileSync(join(consumer?.folder ?? "", "runs/1/cout.txt"));
  expect([...cout.subarray(0, 128)]).toEqual(Array.from({ length: 128 }, (_, index) => index));
});

test("several programs of a run keep their artifacts apart by folders, and programs outside of a run leave none", async () => {
  await run(`const write = (artifactFolder) => runWasi(program("trouble"), { args: ["write", "1"], artifactFolder });
await Promise.all([write("a"), write("b/")]);`);
  expect([...stored().artifacts].sort()).toEqual(["a/big.bin", "b/big.bin"]);
});
