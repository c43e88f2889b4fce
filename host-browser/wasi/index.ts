import { fetchAddress } from "./fetch-address.ts";
import { BlobAddresses } from "./blob-addresses.ts";
import type { RunWasi } from "./options.ts";
import { createRunWasi } from "./run-wasi.ts";
import { WasiError } from "./wasi-error.ts";

export type { FileContent, ProgramFiles, WrittenFiles } from "./files.ts";
export type { RunWasi, WasiModule, WasiOptions, WasiResult } from "./options.ts";
export { WasiError } from "./wasi-error.ts";

const blobs = new BlobAddresses();

/**
 * Runs a program for WASI preview 1 (C, Rust, Zig, AssemblyScript, Go …) to its end, as part of the current run: what it
 * prints is captured as it comes, what it is given is noted as resources, and what it writes as artifacts.
 *
 * It holds the thread until it ends: a page starts it in a worker, where it can be stopped, too.
 *
 * @throws {WasiError} if it is no such program, or crashes; an exit code other than 0 is a result
 * @example
 * ```ts
 * const { exitCode, files } = await runWasi(fetch("simulate.wasm"), {
 *   args: ["--steps", "100"],
 *   files: { "in.csv": "1,2,3\n" },
 * });
 * ```
 */
export const runWasi: RunWasi = createRunWasi({
  read: fetchAddress,
  address(text) {
    if (URL.canParse(text, location.href)) return new URL(text, location.href);
    throw new WasiError(
      `${JSON.stringify(text)} is no address here: give it whole, as new URL(name, import.meta.url).`,
    );
  },
  async printer(printing) {
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    if (printing !== undefined) {
      const print = await printing();
      // An unfinished line may be continued by what the run prints next.
      return { print: (stream, bytes) => print(stream, decoder.decode(bytes)), finish: () => undefined };
    }
    const { print, finishLines } = await import("../capture/printed.ts");
    return { print: (stream, bytes) => print(stream, decoder.decode(bytes)), finish: finishLines };
  },
  async noteResources(owner, files) {
    for (const { name, bytes, address } of files)
      await owner.run.addResource(address ?? blobs.make(owner, name, bytes));
  },
  async keepArtifacts(owner, files) {
    for (const [name, bytes] of files) await owner.run.addArtifact(blobs.make(owner, name, bytes), { name });
  },
});
