import { WASM_HEX } from "../generated/wasm.ts";

/** Node's alone */
declare const Buffer: { from(text: string, encoding: "hex"): Uint8Array<ArrayBuffer> } | undefined;

/**
 * The compiled core. From hexadecimal, because Node decodes that itself, which saves 2 ms at the start; bundles for
 * browsers take bytes.printable.ts instead.
 */
export function wasmBytes(): Uint8Array<ArrayBuffer> {
  if (typeof Buffer !== "undefined") return Buffer.from(WASM_HEX, "hex");
  return Uint8Array.from(WASM_HEX.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
