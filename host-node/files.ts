import { open as openFile } from "node:fs/promises";
import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { HostFiles } from "../core/host.ts";
import { readConfigFile, writeConfigFile } from "./config-files/index.ts";
import { rescueEvents } from "./rescue.ts";

export function absolutePath(file: string | URL): string {
  if (file instanceof URL) return fileURLToPath(file);
  return resolve(file.startsWith("file://") ? fileURLToPath(file) : file);
}

export const files: HostFiles = {
  isFile(name) {
    return statSync(name, { throwIfNoEntry: false })?.isFile() ?? false;
  },
  absolute: absolutePath,
  baseName: (file) => basename(file),
  readConfig: (file) => readConfigFile(absolutePath(file)),
  writeConfig: (file, config) => writeConfigFile(absolutePath(file), config),
  // Python's "b" makes no difference here, and its "r+" and the like are Node's.
  open: (file, mode) => openFile(file, mode.replaceAll(/[bt]/g, "")),
  rescue: rescueEvents,
};
