import { WASM_SINGLES, WASM_SIZE, WASM_TEXT } from "../generated/wasm-printable.ts";

const ALPHABET_SIZE = 91;

/** The compiled core, from the text that scripts/printable.mjs makes: it takes the place of bytes.ts in bundles for browsers. */
export function wasmBytes(): Uint8Array<ArrayBuffer> {
  const singles = (WASM_SINGLES.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
  const others = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !singles.includes(byte));
  const bytes = new Uint8Array(WASM_SIZE);
  for (let i = 0, at = 0; i < bytes.length; i++) {
    const index = indexAt(at++);
    const row = index - singles.length;
    bytes[i] = (row < 0 ? singles[index] : others[row * ALPHABET_SIZE + indexAt(at++)]) ?? 0;
  }
  return bytes;
}

/** in "#" to "~" without the backslash */
function indexAt(at: number): number {
  const code = WASM_TEXT.charCodeAt(at);
  return code - (code > 92 ? 36 : 35);
}
