import { WasiError } from "./wasi-error.ts";
import type { FoundFile } from "./wasi-host.ts";

/** One file by its address. @throws {WasiError} if the server doesn't give it */
export async function fetchAddress(address: URL): Promise<readonly FoundFile[]> {
  const answer = await fetch(address).catch((cause: unknown) => {
    throw new WasiError(`${address.href} can't be fetched: ${String(cause)}.`, { cause });
  });
  if (!answer.ok) throw new WasiError(`${address.href} answered ${answer.status} ${answer.statusText}.`);
  return [{ name: "", bytes: new Uint8Array(await answer.arrayBuffer()), address }];
}
