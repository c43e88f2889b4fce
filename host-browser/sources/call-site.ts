import type { CallSite } from "../../core/host.ts";
import { isProvided } from "./source-texts.ts";

/** `at method (https://host/file.js:1:2)` of Chromium, `method@https://host/file.js:1:2` of Firefox and Safari */
const PLACE = /(?:^|[\s(@])([^\s()@]+?):(\d+):(\d+)\)?$/m;

/** Where `method` was called from; the stack is read when somebody wants to know. */
export function callSite(method: Function): () => CallSite {
  const holder: { stack?: string } = {};
  if ("captureStackTrace" in Error && typeof Error.captureStackTrace === "function")
    Error.captureStackTrace(holder, method);
  return () => {
    const match = PLACE.exec(holder.stack ?? "");
    return match === null ? {} : { file: match[1], line: Number(match[2]), column: Number(match[3]) };
  };
}

/**
 * Is there a file that holds this code? Not for a script that stands in the page itself, for a blob, and for evaluated
 * text, unless somebody has said what its source is. A browser that doesn't tell where code stands gets the benefit of the
 * doubt.
 */
export function isRecordable({ file }: CallSite): boolean {
  if (file === undefined) return !("captureStackTrace" in Error);
  if (isProvided(file)) return true;
  return /^(?:https?|file|chrome-extension|moz-extension):/.test(file) && file !== pageAddress();
}

function pageAddress(): string | undefined {
  return typeof document === "undefined" ? undefined : document.URL.replace(/#.*$/, "");
}
