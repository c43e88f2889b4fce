import { pathToFileURL } from "node:url";
import type { RunWasi } from "../../host-browser/wasi/options.ts";
import { createRunWasi } from "../../host-browser/wasi/run-wasi.ts";
import { absolutePath } from "../absolute-path.ts";
import { readAddress } from "./read-address.ts";
import { TemporaryFiles } from "./temporary-files.ts";

export type { FileContent, ProgramFiles, WrittenFiles } from "../../host-browser/wasi/files.ts";
export type { RunWasi, WasiModule, WasiOptions, WasiResult } from "../../host-browser/wasi/options.ts";
export { WasiError } from "../../host-browser/wasi/wasi-error.ts";

const temporary = new TemporaryFiles();

/**
 * Runs a program for WASI preview 1 (C, Rust, Zig, AssemblyScript, Go …) to its end, as part of the current run: what it
 * prints is captured as it comes, what it is given is noted as resources, and what it writes as artifacts.
 *
 * It holds the thread until it ends.
 *
 * @throws {WasiError} if it is no such program, or crashes; an exit code other than 0 is a result
 * @example
 * ```ts
 * const { exitCode, files } = await runWasi("simulate.wasm", {
 *   args: ["--steps", "100"],
 *   files: { "in.csv": new URL("in.csv", import.meta.url) },
 * });
 * ```
 */
export const runWasi: RunWasi = createRunWasi({
  read: readAddress,
  address: (text) => (/^https?:\/\//.test(text) ? new URL(text) : pathToFileURL(absolutePath(text))),
  printer: () =>
    Promise.resolve({
      // Bytes, so that what is no text goes through unchanged.
      print: (stream, bytes) => void process[stream].write(bytes),
      finish: () => undefined,
    }),
  async noteResources(owner, files) {
    for (const { name, bytes, address } of files) {
      const isFile = address?.protocol === "file:";
      await owner.run.addResource(isFile ? address : temporary.write(owner, name, bytes));
    }
  },
  async keepArtifacts(owner, files) {
    for (const [name, bytes] of files) await owner.run.addArtifact(temporary.write(owner, name, bytes), { name });
  },
});
