import { readFileSync } from "node:fs";
import { readDescriptions } from "../core/config/comments/read-descriptions.ts";
import type { CallSite, HostSources } from "../core/host.ts";
import { callSite } from "./call-site.ts";
import { whenEntry } from "./entry.ts";
import { experimentInfo, programPlace, assertCommitted } from "./experiment-info.ts";
import { isOwnFrame } from "./own-frames.ts";
import { mapStack } from "./source-maps.ts";
import { tokenize } from "./tokenize.ts";

export const sources: HostSources = {
  callSite,
  prepareDocs: () => Promise.resolve(),
  read(file) {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return undefined;
    }
  },
  tokenize,
  describe: (...scope) => readDescriptions(tokenize, ...scope),
  isRecordable: ({ file }: CallSite) =>
    file !== undefined && /^(?:\/|\\\\|[a-zA-Z]:[\\/])/.test(file) && !/\[(?:eval|stdin)\d*\]$/.test(file),
  whenEntry,
  isOwnFrame,
  mapStack,
  programPlace,
  experimentInfo,
  assertCommitted,
};
