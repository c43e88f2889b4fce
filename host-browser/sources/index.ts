import jsTokens from "js-tokens";
import type { HostSources } from "../../core/host.ts";
import { callSite, isRecordable } from "./call-site.ts";
import { programPlace } from "./program-place.ts";
import { sourceAt } from "./source-texts.ts";

const tokenize: HostSources["tokenize"] = (text) => jsTokens(text);

let readDescriptions: typeof import("../../core/config/comments/read-descriptions.ts").readDescriptions | undefined;

let discovery: typeof import("./discover.ts") | undefined;

/** Sources are known by their addresses; what reads them is loaded when somebody wants to know about them. */
export const SOURCES: HostSources = {
  tokenize,
  callSite,
  async prepareDocs(files) {
    const { prepareDocs } = await import("./prepare-docs.ts");
    readDescriptions = await prepareDocs(files());
  },
  read: (file) => sourceAt(file)?.text,
  describe: (...scope) => readDescriptions?.(tokenize, ...scope) ?? new Map(),
  isRecordable,
  whenEntry: () => undefined,
  isOwnFrame: () => false,
  mapStack: (stack) => stack,
  programPlace,
  contents: (info) => discovery?.contentsOf(info),
  async experimentInfo(request) {
    discovery = await import("./discover.ts");
    return discovery.discover(request, tokenize);
  },
};
