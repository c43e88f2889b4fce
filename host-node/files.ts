import { existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import { ConfigFileError } from "../core/errors/index.ts";
import type { HostFiles } from "../core/host.ts";
import { absolutePath } from "./absolute-path.ts";
import { isConfigFileName, readConfigFile, writeConfigFile } from "./config-files/index.ts";
import { rescueEvents } from "./rescue.ts";
import { hintForMissing } from "./missing-file.ts";
import { existingFile, openResource, pathOf } from "./run-files.ts";

export const files: HostFiles = {
  isFile(name) {
    return statSync(name, { throwIfNoEntry: false })?.isFile() ?? false;
  },
  absolute: absolutePath,
  baseName: (file) => basename(file),
  readConfig(file, site) {
    const path = absolutePath(file);
    if (existsSync(path)) return readConfigFile(path);
    const hint = hintForMissing(file instanceof URL ? path : file, site?.().file);
    throw new ConfigFileError(`The configuration file ${path} can't be read: there is no such file (ENOENT).${hint}`);
  },
  hint: (name) => (isConfigFileName(name) ? hintForMissing(name, process.argv[1]) : ""),
  writeConfig: (file, config) => writeConfigFile(absolutePath(file), config),
  artifact: (file) => ({ filename: existingFile(pathOf(file)) }),
  resource: (file) => ({ filename: absolutePath(pathOf(file)) }),
  open: openResource,
  rescue: rescueEvents,
};
