import { statSync } from "node:fs";
import { basename } from "node:path";
import type { HostFiles } from "../core/host.ts";
import { absolutePath } from "./absolute-path.ts";
import { readConfigFile, writeConfigFile } from "./config-files/index.ts";
import { rescueEvents } from "./rescue.ts";
import { existingFile, openResource, pathOf } from "./run-files.ts";

export const files: HostFiles = {
  isFile(name) {
    return statSync(name, { throwIfNoEntry: false })?.isFile() ?? false;
  },
  absolute: absolutePath,
  baseName: (file) => basename(file),
  readConfig: (file) => readConfigFile(absolutePath(file)),
  writeConfig: (file, config) => writeConfigFile(absolutePath(file), config),
  artifact: (file) => ({ filename: existingFile(pathOf(file)) }),
  resource: (file) => ({ filename: absolutePath(pathOf(file)) }),
  open: openResource,
  rescue: rescueEvents,
};
