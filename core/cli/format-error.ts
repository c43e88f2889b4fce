import { SacredError } from "../errors/index.ts";
import { isError, readProperty, readText, textOf } from "../errors/thrown.ts";
import type { HostSources } from "../host.ts";

type Sources = Pick<HostSources, "isOwnFrame" | "mapStack">;

/** What the command line prints about an error: a message for mistakes of use, a stack for failures of the program. */
export function formatError(
  error: unknown,
  usage: string,
  { debug, sources }: { readonly debug: boolean; readonly sources: Sources },
): string {
  if (debug) return withCauses(error, stackOf);
  const filtered = (shown: unknown): string => filteredStack(shown, sources);
  if (!(error instanceof SacredError)) return withCauses(error, filtered);
  const isHidden = error.filterTraceback === "always" || !hasUsersFrame(error, sources);
  const shown = isHidden ? `Error: ${error.message}` : filtered(error);
  const cause = isToldOf(error, sources) ? "" : `\nCaused by: ${withCauses(error.cause, filtered)}`;
  return `${error.printUsage ? `${usage}\n` : ""}${shown}${cause}`;
}

/** Is there nothing behind a mistake of use, or does the message tell of it, and no line of the user's own could be named? */
function isToldOf({ cause, message, filterTraceback }: SacredError, sources: Sources): boolean {
  if (!(cause instanceof Error) || cause instanceof SacredError) return true;
  return message.includes(cause.message) && (filterTraceback === "always" || !hasUsersFrame(cause, sources));
}

/** An error, the errors that it gathers, and its causes; one that leads back to itself is shown once. */
function withCauses(error: unknown, show: (error: unknown) => string, seen: Set<unknown> = new Set()): string {
  seen.add(error);
  const parts = [show(error)];
  const add = (title: string, inner: unknown): void => {
    if (!seen.has(inner)) parts.push(`${title}: ${withCauses(inner, show, seen)}`);
  };
  const inside = isError(error) ? readProperty(error, "errors") : undefined;
  if (Array.isArray(inside))
    for (const [index, inner] of inside.entries()) add(`Error ${index + 1} of ${inside.length}`, inner);
  const cause = isError(error) ? readProperty(error, "cause") : undefined;
  if (cause !== undefined) add("Caused by", cause);
  return parts.join("\n");
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
  const text = isError(error) ? readText(error, "message") : "";
  return /not extensible|read[- ]?only property|is read-only|non-configurable and can't be deleted|Cannot delete property/.test(
    text,
  );
}

function stackOf(error: unknown): string {
  return isError(error) ? readText(error, "stack") || textOf(error) : `Error: ${textOf(error)}`;
}

function isFrame(line: string): boolean {
  return /^\s+at /.test(line);
}
