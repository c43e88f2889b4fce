import { SacredError } from "../errors/index.ts";

/** What the command line prints about an error: a message for mistakes of use, a stack for failures of the program. */
export function formatError(
  error: unknown,
  usage: string,
  options: { debug: boolean; isOwnFrame: (frame: string) => boolean },
): string {
  if (options.debug) return stackOf(error);
  if (!(error instanceof SacredError)) return filteredStack(error, options.isOwnFrame);
  const { message, filterTraceback, printUsage, cause } = error;
  const shown = filterTraceback === "always" ? `Error: ${message}` : filteredStack(error, options.isOwnFrame);
  const because =
    cause instanceof Error && !(cause instanceof SacredError)
      ? `\nCaused by: ${filteredStack(cause, options.isOwnFrame)}`
      : "";
  return `${printUsage ? `${usage}\n` : ""}${shown}${because}`;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return `Error: ${String(error)}`;
  const cause = error.cause === undefined ? "" : `\nCaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? String(error)}${cause}`;
}

/** A stack without the package's own frames; if nothing were left, all of it. */
function filteredStack(error: unknown, isOwnFrame: (frame: string) => boolean): string {
  const stack = error instanceof Error ? (error.stack ?? String(error)) : `Error: ${String(error)}`;
  const lines = stack.split("\n");
  const isFrame = (line: string): boolean => /^\s+at /.test(line);
  const kept = lines.filter((line) => !isFrame(line) || !isOwnFrame(line));
  return (kept.some(isFrame) ? kept : lines).join("\n");
}
