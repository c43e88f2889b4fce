import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Token } from "js-tokens";
import { readDescriptions } from "../core/config/comments/read-descriptions.ts";
import type { CallSite, HostSources } from "../core/host.ts";
import { callSite } from "./call-site.ts";
import { whenEntry } from "./entry.ts";
import { experimentInfo } from "./experiment-info.ts";

let jsTokens: ((text: string) => Iterable<Token>) | undefined;

/** Loaded at the first function whose parameters aren't plain, or when descriptions are printed. */
function tokenize(text: string): Iterable<Token> {
  if (jsTokens === undefined) {
    const loaded: typeof import("js-tokens") = createRequire(import.meta.url)("js-tokens");
    jsTokens = (source) => loaded(source);
  }
  return jsTokens(text);
}

/** Where this package's own code lies: its folder when installed, or the repository's host-node and core. */
const OWN_FILES = fileURLToPath(new URL(".", import.meta.url));

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
  isOwnFrame: (frame) => frame.includes(OWN_FILES) || /\(?node:/.test(frame),
  experimentInfo,
};
