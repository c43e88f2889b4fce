import { describeValue } from "../../core/errors/describe-value.ts";
import { ProgramFile, type Room } from "./program-file.ts";
import { ProgramFolder } from "./program-folder.ts";
import { WasiError } from "./wasi-error.ts";
import type { FoundFile, ReadAddress } from "./wasi-host.ts";

export type FileContent = string | Uint8Array | ArrayBuffer | Blob | URL;

/** What a program finds: files by their names (which may be paths), folders as further records. */
export interface ProgramFiles {
  readonly [name: string]: FileContent | ProgramFiles;
}

/** Contents by name. */
export type WrittenFiles = Readonly<Record<string, Uint8Array>>;

/** The files that a program is given, read whole. */
export interface GivenFiles {
  readonly files: readonly FoundFile[];
  /** folders that may have nothing in them */
  readonly folders: readonly string[];
}

/** @throws {WasiError} for names that lead out of the folder, and for what is no content */
export async function readFiles(files: ProgramFiles, read: ReadAddress, prefix: string = ""): Promise<GivenFiles> {
  const found: FoundFile[] = [];
  const folders: string[] = [];
  for (const [key, content] of Object.entries(files)) {
    const name = prefix + plainName(key);
    if (content instanceof URL) {
      for (const file of await read(content))
        found.push({ ...file, name: file.name === "" ? name : `${name}/${file.name}` });
    } else if (isFolder(content)) {
      folders.push(name);
      const below = await readFiles(content, read, `${name}/`);
      found.push(...below.files);
      folders.push(...below.folders);
    } else found.push({ name, bytes: await bytesOf(content, `The file ${JSON.stringify(name)}`), address: undefined });
  }
  return { files: found, folders };
}

/** @param what names the value in errors */
export async function bytesOf(content: unknown, what: string): Promise<Uint8Array> {
  if (typeof content === "string") return new TextEncoder().encode(content);
  if (content instanceof Uint8Array) return content;
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  if (content instanceof Blob) return new Uint8Array(await content.arrayBuffer());
  throw new WasiError(
    `${what} has to be text, a Uint8Array, an ArrayBuffer or a Blob, but was ${describeValue(content)}.`,
  );
}

function isFolder(content: FileContent | ProgramFiles): content is ProgramFiles {
  if (typeof content !== "object" || content === null) return false;
  const prototype: unknown = Object.getPrototypeOf(content);
  return prototype === null || prototype === Object.prototype;
}

function plainName(key: string): string {
  const parts = key.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.length > 0 && !parts.includes("..") && !key.includes("\0")) return parts.join("/");
  throw new WasiError(
    `${JSON.stringify(key)} names no file in the program's folder: give a name such as "data/in.csv".`,
  );
}

/** The folder that a program sees. */
export function folderOf({ files, folders }: GivenFiles, room: Room): ProgramFolder {
  const root = new ProgramFolder(room);
  const enter = (path: readonly string[]): ProgramFolder => {
    let folder = root;
    for (const part of path) {
      const next = folder.contents.get(part) ?? new ProgramFolder(room);
      if (!(next instanceof ProgramFolder))
        throw new WasiError(`${JSON.stringify(path.join("/"))} is given both as a file and as a folder.`);
      folder.contents.set(part, next);
      folder = next;
    }
    return folder;
  };
  for (const name of folders) enter(name.split("/"));
  for (const { name, bytes } of files) {
    const path = name.split("/");
    const last = path.pop() ?? "";
    const folder = enter(path);
    if (folder.contents.has(last)) throw new WasiError(`${JSON.stringify(name)} is given twice.`);
    folder.contents.set(last, new ProgramFile(bytes, room));
  }
  return root;
}

/** What wasn't there before, has another name, or has been written to. */
export function writtenFiles(folder: ProgramFolder, before: ReadonlyMap<string, ProgramFile>): WrittenFiles {
  const written: Record<string, Uint8Array> = Object.create(null);
  for (const [name, file] of folder.walk()) {
    if (file.isChanged || before.get(name) !== file) written[name] = file.content();
  }
  return written;
}
