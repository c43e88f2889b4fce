import type { RunInRealm } from "../../core/run/shared-realm.ts";

/**
 * Addresses of bytes for observers, which fetch what they store. They are good until the run is over: an observer that can't
 * store one now tries again later.
 */
export class BlobAddresses {
  /** @returns an address that ends with `#` and the name, which fetching it ignores */
  make({ run, realm }: RunInRealm, name: string, bytes: Uint8Array): string {
    const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)]));
    realm.whenOver(run, () => URL.revokeObjectURL(address));
    return `${address}#${name.split("/").map(encodeURIComponent).join("/")}`;
  }
}
