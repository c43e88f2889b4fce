import { UnsupportedError } from "../errors/index.ts";
import { wasmBytes } from "./bytes.ts";
import type { RandomExports } from "./random-exports.ts";

/** What core/assembly exports. Addresses and lengths are in bytes of `memory` unless said otherwise. */
export interface CoreExports extends RandomExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly abortMessage: { readonly value: number };
  readonly abortLine: { readonly value: number };
  /** room for so many words of a request */
  reserve(words: number): number;
  collect(): void;

  assign(request: number): number;
  reveal(request: number): number;
  distribute(request: number): number;
  summarize(request: number): number;
  checkKeys(request: number): number;
}

let instance: CoreExports | undefined;

/**
 * The deterministic core: instantiated synchronously, at the first use, once for each realm.
 *
 * @throws {UnsupportedError} if the page's policy, or the browser's lockdown, keeps WebAssembly away
 */
export function core(): CoreExports {
  instance ??= instantiate();
  return instance;
}

function instantiate(): CoreExports {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasmBytes()));
    // The build writes module and interface from one source; a test compares their names.
    return exports as unknown as CoreExports;
  } catch (cause) {
    throw new UnsupportedError(
      "WebAssembly is not allowed here, and the core is made of it. If the page has a Content-Security-Policy, add 'wasm-unsafe-eval' to its script-src (which allows no eval).",
      { cause },
    );
  }
}

/** How often garbage is collected: a request leaves a few large arrays behind at most. */
const CALLS_PER_COLLECTION = 64;
let calls = 0;

/**
 * Calls the core with a request of words and gives the words of memory, in which the answer stands at `at`.
 * A trap is a bug of ours: expected errors are answers.
 */
export function ask(
  operation: "assign" | "reveal" | "distribute" | "summarize" | "checkKeys" | "walkSeeds",
  request: Uint32Array,
): { readonly words: Uint32Array; readonly at: number } {
  const wasm = core();
  if (++calls % CALLS_PER_COLLECTION === 0) wasm.collect();
  const address = wasm.reserve(request.length);
  new Uint32Array(wasm.memory.buffer, address, request.length).set(request);
  const answer = guarded(wasm, () => wasm[operation](address));
  // Only now: the call may have grown the memory, which detaches older views.
  return { words: new Uint32Array(wasm.memory.buffer), at: answer >>> 2 };
}

function guarded<T>(wasm: CoreExports, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    const message = textAt(wasm, wasm.abortMessage.value);
    throw new Error(`Bug in the core of sacred-ts: ${message || error.message} (line ${wasm.abortLine.value})`, {
      cause: error,
    });
  }
}

/** A text of AssemblyScript: UTF-16, its length in bytes in front of it. */
function textAt(wasm: CoreExports, address: number): string {
  if (address === 0) return "";
  const bytes = new DataView(wasm.memory.buffer).getUint32(address - 4, true);
  return String.fromCharCode(...new Uint16Array(wasm.memory.buffer, address, bytes >>> 1));
}
