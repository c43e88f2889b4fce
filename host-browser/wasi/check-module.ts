import { didYouMean } from "../../core/errors/did-you-mean.ts";
import { firstFew } from "../../core/errors/first-few.ts";
import { WasiError } from "./wasi-error.ts";

export const PREVIEW_1 = "wasi_snapshot_preview1";

/** What is known about imports that are neither preview 1 nor given. */
const HINTS: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [/^wasi_unstable\./, "That is WASI preview 0: compile it with a newer toolchain."],
  [/^wasi:/, "That is WASI preview 2: compile it for preview 1 (wasm32-wasip1)."],
  [/^wasi\.thread-spawn$/, "Threads aren't supported: compile it without them."],
  [/^env\.memory$/, "It wants to be given its memory: let it make and export its own."],
  [
    /^env\.(abort|seed|trace)$/,
    "AssemblyScript's own: give them by `imports: { env: { … } }`, or compile with --use abort=.",
  ],
  [/^env\.(invoke_|_?emscripten|__syscall)/, "That is Emscripten's: link with -s STANDALONE_WASM."],
  [
    /^(wbg|__wbindgen)/,
    "That is wasm-bindgen's, for JavaScript and not for WASI: build it as a program for wasm32-wasip1.",
  ],
  [/^go(js)?\./, "That is Go's js/wasm: build with GOOS=wasip1."],
];

/**
 * Refuses what isn't a program for WASI preview 1, before anything of it runs.
 *
 * @throws {WasiError} that names each import that can't be had
 */
export function checkImports(
  module: WebAssembly.Module,
  name: string,
  imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): void {
  const missing = WebAssembly.Module.imports(module).filter(
    (wanted) => !Object.hasOwn(imports[wanted.module] ?? {}, wanted.name),
  );
  if (missing.length === 0) return;
  const names = missing.map((wanted) => `${wanted.module}.${wanted.name}`);
  const hints = HINTS.filter(([pattern]) => names.some((wanted) => pattern.test(wanted))).map(([, hint]) => hint);
  const near = missing
    .filter((wanted) => wanted.module === PREVIEW_1)
    .map((wanted) => didYouMean(wanted.name, Object.keys(imports[PREVIEW_1] ?? {})));
  const shown = firstFew(names);
  const advice =
    hints.length > 0 ? hints : ["Programs for WASI preview 1 can be run; further imports are given by `imports`."];
  throw new WasiError(`The program "${name}" imports what isn't there: ${shown}.${near.join("")} ${advice.join(" ")}`);
}

/** What is called to run it: `_start` of a program, or `invoke` for a library. @throws {WasiError} */
export function checkEntry(exports: WebAssembly.Exports, name: string, hasInvoke: boolean): void {
  if (!(exports["memory"] instanceof WebAssembly.Memory)) {
    throw new WasiError(
      `The program "${name}" exports no memory, which WASI needs: link it so that its memory is exported as "memory".`,
    );
  }
  if (typeof exports["_start"] === "function" || hasInvoke) return;
  const functions = Object.keys(exports).filter((key) => typeof exports[key] === "function" && !key.startsWith("_"));
  const list = functions.length === 0 ? "no function at all" : functions.slice(0, 10).join(", ");
  throw new WasiError(
    `"${name}" has no _start, so it is a library (reactor): call what it exports by \`invoke: (exports) => exports.NAME()\`. It exports ${list}. (AssemblyScript: compile with --exportStart _start.)`,
  );
}
