import { WASIProcExit } from "@bjorn3/browser_wasi_shim";
import { messageOf } from "../../core/errors/thrown.ts";
import { SacredError } from "../../core/errors/sacred-error.ts";
import { checkEntry } from "./check-module.ts";
import type { WasiOptions } from "./options.ts";
import type { SystemCalls } from "./system-calls.ts";
import { type ProgramRemains, WasiError } from "./wasi-error.ts";

export interface Ended {
  readonly exitCode: number;
  readonly value: unknown;
}

export interface Program {
  readonly name: string;
  readonly module: WebAssembly.Module;
  readonly imports: WebAssembly.Imports;
  readonly system: SystemCalls;
  readonly invoke: WasiOptions["invoke"];
  readonly signal: AbortSignal | undefined;
  readonly remains: () => ProgramRemains;
}

/**
 * Runs a program to its end.
 *
 * @throws {WasiError} if it crashes; whatever ends it from outside (limits, signal) as it is
 */
export async function execute(program: Program): Promise<Ended> {
  const { module, imports, system, name, invoke } = program;
  try {
    const instance = await WebAssembly.instantiate(module, imports);
    const { exports } = instance;
    checkEntry(exports, name, invoke !== undefined);
    if (exports["memory"] instanceof WebAssembly.Memory) system.memory = exports["memory"];
    if (invoke === undefined) {
      call(exports["_start"]);
      return { exitCode: 0, value: undefined };
    }
    call(exports["_initialize"]);
    return { exitCode: 0, value: await invoke(exports) };
  } catch (error) {
    if (error instanceof WASIProcExit) return { exitCode: error.code, value: undefined };
    throw explain(error, program);
  }
}

function call(entry: WebAssembly.ExportValue | undefined): void {
  if (typeof entry === "function") entry();
}

function explain(error: unknown, { name, signal, remains }: Program): unknown {
  if (error instanceof SacredError || (signal?.aborted === true && error === signal.reason)) return error;
  const { message, advice } = reasonOf(error);
  return new WasiError(`The program "${name}" failed: ${message}.${advice}`, { cause: error, remains: remains() });
}

function reasonOf(error: unknown): { readonly message: string; readonly advice: string } {
  const message = messageOf(error);
  if (error instanceof WebAssembly.RuntimeError && message === "unreachable")
    return { message: 'it reached "unreachable" (an abort, a failed assertion or a panic)', advice: "" };
  if (error instanceof RangeError) return { message, advice: " Its recursion may be too deep." };
  return { message, advice: "" };
}
