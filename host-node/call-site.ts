import { fileURLToPath } from "node:url";
import type { CallSite } from "../core/host.ts";

/** Where a frame says that it is: behind the name of its function, up to the end of the line. Paths may hold parentheses. */
const PLACE =
  /(?:^|\s|\()((?:file:\/\/|node:|[a-zA-Z]:[\\/]|\\\\|\/|evalmachine|\[eval|\[stdin|REPL).*?)(?::(\d+))?(?::(\d+))?$/;

/**
 * Notes where `method` was called from. The error costs 4 µs; its stack is made into text, and through source maps, only if
 * somebody asks.
 */
export function callSite(method: Function): () => CallSite {
  const holder: { stack?: string } = {};
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 4;
  Error.captureStackTrace(holder, method);
  Error.stackTraceLimit = stackTraceLimit;
  const at = Date.now();
  let site: CallSite | undefined;
  return () => {
    site ??= { ...parseFrame((holder.stack ?? "").split("\n")[1] ?? ""), at };
    return site;
  };
}

/** The place that a line of a stack names. */
export function parseFrame(frame: string): CallSite {
  const place = frame.trim().replace(/^at (?:async )?/, "");
  const match = PLACE.exec(place.endsWith(")") ? place.slice(place.indexOf(" (") + 2, -1) : place);
  if (match?.[1] === undefined) return {};
  const file = match[1].startsWith("file://") ? fileURLToPath(match[1]) : match[1];
  return {
    file,
    line: match[2] === undefined ? undefined : Number(match[2]),
    column: match[3] === undefined ? undefined : Number(match[3]),
  };
}
