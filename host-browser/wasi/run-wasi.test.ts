import { expect, test } from "vitest";
import type { RunWasi, WasiError } from "./index.ts";

const isNode = typeof process !== "undefined" && process.versions?.node !== undefined;
// A path that Vite doesn't follow into the browser.
const nodeEntry = "../../host-node/wasi/index.ts";
const { runWasi }: { runWasi: RunWasi } = await (isNode ? import(/* @vite-ignore */ nodeEntry) : import("./index.ts"));

const program = (name: string): URL => new URL(`./programs/${name}.wasm`, import.meta.url);
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const SURVEY = {
  args: ["--größe", "two words"],
  env: { LEVEL: "hoch ⛰" },
  stdin: "first\nlast",
  files: { data: { "numbers.txt": "1 2.5\n3\n", "log.txt": new TextEncoder().encode("first\n") } },
};

test("a C program gets arguments, environment, input and files, and gives output, files and its exit code", async () => {
  const result = await runWasi(program("survey"), SURVEY);
  expect(result.stdout).toBe(
    "argument 0: survey\nargument 1: --größe\nargument 2: two words\nLEVEL: hoch ⛰\ninput 1: first\ninput 2: last\ncafé\ndone",
  );
  expect(result.stderr).toBe("sum is 6.5\nno break");
  expect(result.exitCode).toBe(3);
  expect(result.isTruncated).toBe(false);
  expect(Object.keys(result.files).sort()).toEqual(["data/log.txt", "out/sum.txt"]);
  expect(text(result.files["out/sum.txt"])).toBe("6.5\n");
  expect(text(result.files["data/log.txt"])).toBe("first\nsecond\n");
});

test("what is given is not changed", async () => {
  await runWasi(program("survey"), SURVEY);
  expect(text(SURVEY.files.data["log.txt"])).toBe("first\n");
});

test("nothing of the host's environment, input or files is there unless it is given", async () => {
  const result = await runWasi(program("survey"));
  expect(result).toEqual({
    exitCode: 2,
    stdout: "argument 0: survey\nLEVEL: not set\n",
    stderr: "no numbers\n",
    isTruncated: false,
    files: {},
    value: undefined,
  });
});

test("an AssemblyScript program draws what its seed gives, on every host", async () => {
  const estimate = new URL("../../examples/wasi/estimate.wasm", import.meta.url);
  const result = await runWasi(estimate, { args: ["1000"], seed: 7 });
  expect(result.exitCode).toBe(0);
  expect(result.stdout).toBe(`π is about ${text(result.files["pi.txt"]).trim()}`);
  expect(result.stderr).toBe("estimate drew 1000 points");
  expect(result.stdout).toBe("π is about 3.164");
});

test("random bytes are those of Python's random.Random(seed).randbytes", async () => {
  const drawn = async (seed: number | null): Promise<string> =>
    (await runWasi(program("trouble"), { args: ["random"], seed })).stdout;
  // python3 -c 'import random; print(random.Random(42).randbytes(12).hex())'
  expect(await drawn(42)).toBe("9d79b1a37f31801cd11a6706");
  expect(await drawn(42)).toBe(await drawn(42));
  expect(await drawn(null)).not.toBe(await drawn(null));
});

test("a virtual clock is the same each time, and sleeping takes no time", async () => {
  const { stdout } = await runWasi(program("trouble"), { args: ["clocks"], clock: "virtual" });
  expect(stdout).toBe("946688400 3600");
});

test("bytes that are no text are replaced in the result", async () => {
  const { stdout } = await runWasi(program("trouble"), { args: ["bytes"] });
  expect(stdout.slice(0, 128)).toBe(String.fromCharCode(...Array.from({ length: 128 }, (_, index) => index)));
  expect(stdout.slice(128)).toMatch(/^\uFFFD+$/);
});

test("files grow, are sought, cut, renamed and removed", async () => {
  const files = { "gone.txt": "x", "same.txt": "same", "untouched.txt": "u" };
  const result = await runWasi(program("trouble"), { args: ["files"], files });
  expect(result.stdout).toBe("23 0123xy6789\n");
  expect(Object.keys(result.files).sort()).toEqual(["renamed.txt", "same.txt"]);
  expect(text(result.files["renamed.txt"])).toBe("0123xy");
});

test("32 MB in small pieces are written in time that grows with their number only", async () => {
  const start = performance.now();
  const result = await runWasi(program("trouble"), { args: ["write", "8192"] });
  expect(result.files["big.bin"]?.length).toBe(8192 * 4096);
  expect(result.files["big.bin"]?.at(-1)).toBe(255);
  // The shim's own file would move 137 GB for that.
  expect(performance.now() - start).toBeLessThan(10_000);
});

test("a trap names the program, and keeps what was printed and written", async () => {
  const error: WasiError = await runWasi(program("trouble"), { args: ["trap"] }).then(
    () => expect.unreachable(),
    (reason: unknown) => reason as WasiError,
  );
  expect(error.name).toBe("WasiError");
  expect(error.message).toBe(
    'The program "trouble" failed: it reached "unreachable" (an abort, a failed assertion or a panic).',
  );
  expect(error.stdout).toBe("before");
  expect(text(error.files["half.txt"])).toBe("half");
  expect((error.cause as Error).stack).toMatch(/\bfall\b[\s\S]*\bmain\b|__main_argc_argv/);
});

test("a library is called through what it exports", async () => {
  const result = await runWasi(program("library"), {
    invoke: ({ twice }) => (typeof twice === "function" ? twice(21) : undefined),
  });
  expect(result.value).toBe(42);
  expect(result.stdout).toBe("twice 21, started 1");
  await expect(runWasi(program("library"))).rejects.toThrow(
    "has no _start, so it is a library (reactor): call what it exports by `invoke: (exports) => exports.NAME()`. It exports twice.",
  );
});
