import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readDescriptions } from "../core/config/comments/read-descriptions.ts";
import type { CallSite, HostSources } from "../core/host.ts";
import { callSite } from "./call-site.ts";
import { whenEntry } from "./entry.ts";
import { experimentInfo, programPlace } from "./experiment-info.ts";
import { tokenize } from "./tokenize.ts";

/**
 * Where this package's own code lies: its folder when installed, or the repository's host-node. In a bundle of the user's
 * nothing tells it from the user's code.
 */
const HERE = fileURLToPath(new URL(".", import.meta.url));
const OWN_FILES = /[\\/](?:dist[\\/]node(?:[\\/]chunks)?|host-node)[\\/]$/.test(HERE) ? HERE : undefined;

export const sources: HostSources = {
  callSite,
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
  isOwnFrame: (frame) => (OWN_FILES !== undefined && frame.includes(OWN_FILES)) || /\(?node:/.test(frame),
  programPlace,
  experimentInfo,
};
