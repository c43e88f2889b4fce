import { expect, test } from "vitest";
import type { RunWasi } from "./index.ts";

const isNode = typeof process !== "undefined" && process.versions?.node !== undefined;
// A path that Vite doesn't follow into the browser.
const nodeEntry = "../../host-node/wasi/index.ts";
const { runWasi }: { runWasi: RunWasi } = await (isNode ? import(/* @vite-ignore */ nodeEntry) : import("./index.ts"));

const program = (name: string): URL => new URL(`./programs/${name}.wasm`, import.meta.url);

const section = (id: number, ...content: readonly number[]): number[] => [id, content.length, ...content];
const name = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const TYPE = section(1, 1, 0x60, 0, 0);

/** A module that imports functions of no parameters, by their full names. */
function importing(...imports: readonly (readonly [module: string, name: string])[]): Uint8Array {
  const entries = imports.flatMap(([module, field]) => [...name(module), ...name(field), 0, 0]);
  return new Uint8Array([...HEADER, ...TYPE, ...section(2, imports.length, ...entries)]);
}

test("what is no module is told from what is one", async () => {
  await expect(runWasi(new TextEncoder().encode("(module)"))).rejects.toThrow(
    'is no WebAssembly: it doesn\'t begin with "\\0asm"',
  );
  await expect(runWasi(new Uint8Array([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]))).rejects.toThrow(
    "is a WebAssembly component",
  );
  await expect(runWasi(new Uint8Array([...HEADER, 1, 99]))).rejects.toThrow("what was given can't be compiled: ");
  await expect(runWasi(42)).rejects.toThrow("A program is a WebAssembly.Module, its bytes, a Response or where it is");
});

test("a program that isn't there is named", async () => {
  await expect(runWasi(new URL("./programs/nothing-here.wasm", import.meta.url))).rejects.toThrow("nothing-here.wasm");
  await expect(runWasi(new Response("", { status: 404, statusText: "Not Found" }))).rejects.toThrow(
    "answered 404 Not Found",
  );
});

test("imports that can't be had are named, with a way out", async () => {
  await expect(runWasi(importing(["wasi_unstable", "fd_write"]))).rejects.toThrow(
    'The program "program" imports what isn\'t there: wasi_unstable.fd_write. That is WASI preview 0',
  );
  await expect(runWasi(importing(["env", "abort"], ["wasi_snapshot_preview1", "fd_wrote"]))).rejects.toThrow(
    'env.abort, wasi_snapshot_preview1.fd_wrote. Did you mean "fd_write"? AssemblyScript\'s own',
  );
  await expect(runWasi(importing(["own", "call"]), { name: "mine" })).rejects.toThrow('The program "mine" imports');
});

test("a module without memory, or without anything to call, is refused", async () => {
  await expect(runWasi(new Uint8Array(HEADER))).rejects.toThrow(
    'exports no memory, which WASI needs: link it so that its memory is exported as "memory"',
  );
  const memory = [...section(5, 1, 0, 1), ...section(7, 1, ...name("memory"), 2, 0)];
  await expect(runWasi(new Uint8Array([...HEADER, ...memory]))).rejects.toThrow("It exports no function at all");
});

test("files and arguments of a wrong kind are named", async () => {
  const files = (given: object): Promise<unknown> => runWasi(program("survey"), { files: given as {} });
  await expect(files({ "../up.txt": "" })).rejects.toThrow('"../up.txt" names no file in the program\'s folder');
  await expect(files({ a: "", "./a": "" })).rejects.toThrow('"a" is given twice');
  await expect(files({ a: "", "a/b": "" })).rejects.toThrow('"a" is given both as a file and as a folder');
  await expect(files({ data: { a: 1 } })).rejects.toThrow('The file "data/a" has to be text');
  // @ts-expect-error -- plain JavaScript may try
  await expect(runWasi(program("survey"), { args: [1] })).rejects.toThrow("args has to be a list of texts");
  await expect(runWasi(program("survey"), { memoryLimitBytes: 0 })).rejects.toThrow(
    "memoryLimitBytes has to be a number above 0",
  );
});

test("memory beyond the limit ends the program, and files beyond it are refused to it", async () => {
  const memoryLimitBytes = 8 << 20;
  await expect(runWasi(program("trouble"), { args: ["memory"], memoryLimitBytes })).rejects.toThrow(
    /The program "trouble" uses \d+\.\d MB of memory, and its memoryLimitBytes allows 8\.4 MB/,
  );
  const { exitCode, files } = await runWasi(program("trouble"), { args: ["write", "4096"], memoryLimitBytes });
  expect(exitCode).toBe(28);
  expect(files["big.bin"]?.length).toBeLessThanOrEqual(memoryLimitBytes);
});

test("a program that prints for ever ends at its time, or when its signal is aborted", async () => {
  await expect(runWasi(program("trouble"), { args: ["forever"], timeoutSeconds: 0.05 })).rejects.toThrow(
    expect.objectContaining({ name: "TimeoutInterrupt", message: expect.stringContaining('"trouble" took longer') }),
  );
  const reason = new Error("enough");
  await expect(runWasi(program("trouble"), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const controller = new AbortController();
  const invoke = ({ twice }: WebAssembly.Exports): unknown => {
    controller.abort(reason);
    // Prints, and gets no further.
    return typeof twice === "function" ? twice(1) : undefined;
  };
  await expect(runWasi(program("library"), { invoke, signal: controller.signal })).rejects.toBe(reason);
});
