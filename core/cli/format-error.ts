import { SacredError } from "../errors/index.ts";

type IsOwnFrame = (frame: string) => boolean;

/** What the command line prints about an error: a message for mistakes of use, a stack for failures of the program. */
export function formatError(
  error: unknown,
  usage: string,
  { debug, isOwnFrame }: { readonly debug: boolean; readonly isOwnFrame: IsOwnFrame },
): string {
  if (debug) return wholeStack(error);
  if (!(error instanceof SacredError)) return filteredStack(error, isOwnFrame);
  const isHidden = error.filterTraceback === "always" || !hasUsersFrame(error, isOwnFrame);
  const shown = isHidden ? `Error: ${error.message}` : filteredStack(error, isOwnFrame);
  return `${error.printUsage ? `${usage}\n` : ""}${shown}${formatCause(error, isOwnFrame)}`;
}

/** The failure behind a mistake of use, unless the message tells of it and no line of the user's own could be named. */
function formatCause({ cause, message, filterTraceback }: SacredError, isOwnFrame: IsOwnFrame): string {
  if (!(cause instanceof Error) || cause instanceof SacredError) return "";
  const isTold = message.includes(cause.message) && (filterTraceback === "always" || !hasUsersFrame(cause, isOwnFrame));
  return isTold ? "" : `\nCaused by: ${filteredStack(cause, isOwnFrame)}`;
}

function hasUsersFrame(error: Error, isOwnFrame: IsOwnFrame): boolean {
  return stackLines(error).some((line) => isFrame(line) && !isOwnFrame(line));
}

function wholeStack(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? `\nCaused by: ${wholeStack(error.cause)}` : "";
  return `${stackLines(error).join("\n")}${cause}`;
}

/** A stack without the package's own frames; if nothing were left, all of it. */
function filteredStack(error: unknown, isOwnFrame: IsOwnFrame): string {
  const lines = stackLines(error);
  const kept = lines.filter((line) => !isFrame(line) || !isOwnFrame(line));
  return (kept.some(isFrame) ? kept : lines).join("\n");
}

function stackLines(error: unknown): readonly string[] {
  return (error instanceof Error ? (error.stack ?? String(error)) : `Error: ${String(error)}`).split("\n");
}

function isFrame(line: string): boolean {
  return /^\s+at /.test(line);
}
