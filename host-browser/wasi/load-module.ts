import { messageOf } from "../../core/errors/thrown.ts";
import { describeValue } from "../../core/errors/describe-value.ts";
import type { WasiModule } from "./options.ts";
import { WasiError } from "./wasi-error.ts";
import type { WasiHost } from "./wasi-host.ts";

export interface LoadedModule {
  readonly module: WebAssembly.Module;
  /** the file's name without ".wasm", where there is one */
  readonly name: string | undefined;
  /** where it came from, with what was there */
  readonly source: { readonly address: URL; readonly bytes: Uint8Array } | undefined;
}

/** @throws {WasiError} if it can't be had, or is no module */
export async function loadModule(given: WasiModule, host: Pick<WasiHost, "address" | "read">): Promise<LoadedModule> {
  if (given instanceof WebAssembly.Module) return { module: given, name: undefined, source: undefined };
  if (typeof given === "string" || given instanceof URL) {
    const address = typeof given === "string" ? host.address(given) : given;
    const bytes = await readOne(address, host);
    return {
      module: await compile(bytes, decodeURI(address.href)),
      name: nameIn(address.pathname),
      source: { address, bytes },
    };
  }
  if (given instanceof Response) {
    if (!given.ok)
      throw new WasiError(`${given.url} answered ${given.status} ${given.statusText}: there is no program.`);
    const bytes = new Uint8Array(await given.arrayBuffer());
    const name = given.url === "" ? undefined : nameIn(new URL(given.url).pathname);
    return { module: await compile(bytes, given.url || "the response"), name, source: undefined };
  }
  if (given instanceof Uint8Array || given instanceof ArrayBuffer) {
    return { module: await compile(new Uint8Array(given), "what was given"), name: undefined, source: undefined };
  }
  throw new WasiError(
    `A program is a WebAssembly.Module, its bytes, a Response or where it is (a URL or text), but was ${describeValue(given)}.`,
  );
}

async function readOne(address: URL, host: Pick<WasiHost, "read">): Promise<Uint8Array> {
  const [file, ...others] = await host.read(address);
  if (file !== undefined && file.name === "" && others.length === 0) return file.bytes;
  throw new WasiError(`${decodeURI(address.href)} is a folder, and no program.`);
}

function nameIn(path: string): string | undefined {
  const last = decodeURIComponent(path.split("/").at(-1) ?? "").replace(/\.wasm$/, "");
  return last === "" ? undefined : last;
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d] as const;
/** The half of the version field that tells components (1) from modules (0). */
const LAYER_OFFSET = 6;

/** @param what names the bytes in errors */
async function compile(bytes: Uint8Array, what: string): Promise<WebAssembly.Module> {
  if (!MAGIC.every((byte, index) => bytes[index] === byte)) {
    throw new WasiError(
      `${what} is no WebAssembly: it doesn't begin with "\\0asm". Text (.wat) has to be assembled first.`,
    );
  }
  if (bytes[LAYER_OFFSET] === 1) {
    throw new WasiError(
      `${what} is a WebAssembly component (WASI preview 2), which can't be run here: compile it for preview 1 (for example wasm32-wasip1 instead of wasm32-wasip2).`,
    );
  }
  try {
    // A copy: what was given may be part of memory that is shared, or of another type of buffer.
    return await WebAssembly.compile(new Uint8Array(bytes));
  } catch (cause) {
    throw new WasiError(`${what} can't be compiled: ${messageOf(cause)}.`, {
      cause,
    });
  }
}
