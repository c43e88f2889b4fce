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
    this.#folders.set(run, folder);
    const remove = (): void => {
      process.off("exit", remove);
      this.#folders.delete(run);
      rmSync(folder.path, { recursive: true, force: true });
    };
    realm.whenOver(run, remove);
    // A process that ends in the middle of a run.
    process.on("exit", remove);
    return folder;
  }
}
