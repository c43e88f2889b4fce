import { Directory, type Inode, PreopenDirectory } from "@bjorn3/browser_wasi_shim";
import { ProgramFile, type Room } from "./program-file.ts";

type Made = ReturnType<Directory["create_entry_for_path"]>;

/** A folder in which new files and folders are ours, too. */
export class ProgramFolder extends Directory {
  readonly #room: Room;

  constructor(room: Room) {
    super(new Map());
    this.#room = room;
  }

  override create_entry_for_path(path: string, isFolder: boolean): Made {
    const made = super.create_entry_for_path(path, isFolder);
    if (made.entry === null) return made;
    const own = isFolder ? new ProgramFolder(this.#room) : new ProgramFile(new Uint8Array(), this.#room);
    replace(this, path, own);
    return { ret: made.ret, entry: own };
  }

  /** The files below, by their names from here. */
  *walk(prefix: string = ""): Generator<[name: string, file: ProgramFile]> {
    for (const [name, entry] of this.contents) {
      if (entry instanceof ProgramFolder) yield* entry.walk(`${prefix}${name}/`);
      else if (entry instanceof ProgramFile) yield [`${prefix}${name}`, entry];
    }
  }

  /**
   * As the program's only folder. libc takes `/` for the root of absolute and relative names alike; programs that know no
   * paths find it at descriptor 3.
   */
  preopened(): PreopenDirectory {
    const folder = new PreopenDirectory("/", new Map());
    folder.dir = this;
    return folder;
  }
}

/** Puts an entry where the shim has just put one of its own, so that every part of the path is a folder. */
function replace(root: Directory, path: string, entry: Inode): void {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  const name = parts.pop();
  let folder = root;
  for (const part of parts) {
    const next = folder.contents.get(part);
    if (next instanceof Directory) folder = next;
  }
  if (name !== undefined) folder.contents.set(name, entry);
}
