import { SacredError } from "../errors/index.ts";
import { headerOf, withCauses } from "../errors/causes.ts";
import { isError, messageOf, readText } from "../errors/thrown.ts";
import type { HostSources } from "../host.ts";

type Sources = Pick<HostSources, "isOwnFrame" | "mapStack">;

/** What the command line prints about an error: a message for mistakes of use, a stack for failures of the program. */
export function formatError(
  error: unknown,
  usage: string,
  { debug, sources }: { readonly debug: boolean; readonly sources: Sources },
): string {
  if (debug) return whole(error, stackOf);
  const filtered = (shown: unknown): string => filteredStack(shown, sources);
  if (!(error instanceof SacredError)) return whole(error, filtered);
  const isHidden = error.filterTraceback === "always" || !hasUsersFrame(error, sources);
  const shown = isHidden ? `Error: ${messageOf(error)}` : filtered(error);
  const cause = isToldOf(error, sources) ? "" : `\nCaused by: ${whole(error.cause, filtered)}`;
  return `${error.printUsage ? `${usage}\n` : ""}${shown}${cause}`;
}

/** Is there nothing behind a mistake of use, or does the message tell of it, and no line of the user's own could be named? */
function isToldOf({ cause, message, filterTraceback }: SacredError, sources: Sources): boolean {
  if (!isError(cause) || cause instanceof SacredError) return true;
  return message.includes(messageOf(cause)) && (filterTraceback === "always" || !hasUsersFrame(cause, sources));
}

/** An error, the errors that it gathers, and its causes. */
function whole(error: unknown, show: (error: unknown) => string): string {
  return withCauses(error)
    .map(([title, part]) => (title === "" ? show(part) : `${title}: ${show(part)}`))
    .join("\n");
}

function hasUsersFrame(error: Error, { isOwnFrame, mapStack }: Sources): boolean {
  return mapStack(stackOf(error))
    .split("\n")
    .some((line) => isFrame(line) && !isOwnFrame(line));
}

/** A stack in terms of the original sources, without the package's own frames; if nothing were left, all of it. */
function filteredStack(error: unknown, { isOwnFrame, mapStack }: Sources): string {
  const lines = mapStack(stackOf(error)).split("\n");
  const kept = lines.filter((line) => !isFrame(line) || !isOwnFrame(line));
  return `${(kept.some(isFrame) ? kept : lines).join("\n")}${isFrozen(error) ? FROZEN : ""}`;
}

const FROZEN =
  "\nThe configuration is frozen in captured functions. Make a copy: [...list, item], { ...dictionary, entry: value }, structuredClone(list).";

/** As V8, SpiderMonkey and JavaScriptCore say it. */
function isFrozen(error: unknown): boolean {
  return /not extensible|read[- ]?only property|is read-only|can't be deleted|(?:Cannot|Unable to) delete property/.test(
    isError(error) ? messageOf(error) : "",
  );
}

function stackOf(error: unknown): string {
  return isError(error) ? readText(error, "stack") || headerOf(error) : `Error: ${headerOf(error)}`;
}

function isFrame(line: string): boolean {
  return /^\s+at /.test(line);
}
