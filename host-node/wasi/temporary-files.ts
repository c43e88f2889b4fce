import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Run } from "../../core/run/run.ts";
import type { RunInRealm } from "../../core/run/shared-realm.ts";

interface Folder {
  readonly path: string;
  /** files written so far */
  count: number;
}

/**
 * Files for observers, which store what has a path. They stay until their run is over: an observer that can't store one now
 * tries again later.
 */
export class TemporaryFiles {
  readonly #folders: Map<Run, Folder> = new Map();

  /** @returns the path of a new file, which ends with the last part of `name` */
  write(owner: RunInRealm, name: string, bytes: Uint8Array): string {
    const folder = this.#folders.get(owner.run) ?? this.#make(owner);
    const path = join(folder.path, String(++folder.count), basename(name));
    mkdirSync(dirname(path));
    writeFileSync(path, bytes);
    return path;
  }

  #make({ run, realm }: RunInRealm): Folder {
    const folder = { path: mkdtempSync(join(tmpdir(), "sacred-wasi-")), count: 0 };
    // A process that ends in the middle of a run.
    if (this.#folders.size === 0) process.on("exit", this.#removeAll);
    this.#folders.set(run, folder);
    realm.whenOver(run, () => this.#remove(run, folder));
    return folder;
  }

  #remove(run: Run, { path }: Folder): void {
    if (!this.#folders.delete(run)) return;
    if (this.#folders.size === 0) process.off("exit", this.#removeAll);
    rmSync(path, { recursive: true, force: true });
  }

  readonly #removeAll = (): void => {
    for (const [run, folder] of this.#folders) this.#remove(run, folder);
  };
}
