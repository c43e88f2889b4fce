import { readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { here } from "./here.ts";
import { mapStack } from "./source-maps.ts";

/** The folders of the package whose code runs. Its examples are programs of users. */
const FOLDERS = ["dist", "core", "host-node", "observers"];

let folders: readonly string[] | undefined;

/** Is this line of a stack about the package itself, or about Node? */
export function isOwnFrame(frame: string): boolean {
  return /\(?node:/.test(frame) || ownFolders().some((folder) => frame.includes(folder));
}

/** A stack as the package's user knows it: message, and the frames of the program. */
export function withoutOwnFrames(stack: string): string {
  return stack
    .split("\n")
    .filter((line) => !/^\s+at /.test(line) || !isOwnFrame(line))
    .join("\n");
}

/** Where this package's own code lies, as paths and as URLs; looked for when the first failure is shown. */
export function ownFolders(): readonly string[] {
  folders ??= findFolders().flatMap((folder) => [folder, pathToFileURL(folder).href]);
  return folders;
}

function findFolders(): string[] {
  const file = here();
  // A part of a user's bundle lies among the user's code: its source map says where it came from.
  const origin = packageRoot(file) === undefined ? originalPlace() : file;
  const root = packageRoot(origin ?? file);
  if (root !== undefined) return FOLDERS.map((folder) => join(root, folder) + sep);
  // Without a map nothing in the bundle can be told apart, and nothing is hidden.
  return origin === undefined || origin === file ? [] : [dirname(origin) + sep];
}

/** The file of this function in the terms of a source map. */
function originalPlace(): string | undefined {
  const here = mapStack(new Error("here").stack ?? "").split("\n")[1] ?? "";
  return /((?:\/|[A-Za-z]:[\\/]).*?):\d+:\d+\)?$/.exec(here.replace("file://", ""))?.[1];
}

/** The folder of the nearest package.json above, if that is ours. */
function packageRoot(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    try {
      const { name }: { name?: unknown } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      return name === "sacred-ts" ? folder : undefined;
    } catch {
      // Not here, or not readable: it may be further up.
    }
    if (folder === dirname(folder)) return undefined;
  }
}
