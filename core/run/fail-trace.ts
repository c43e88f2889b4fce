import { isError, readProperty, readText, textOf } from "../errors/thrown.ts";

const CAUSE = "Caused by:\n";

/** A failure as observers store it, whole: the lines of its stack, then those of its causes, each with a line break. */
export function failTrace(error: unknown): string[] {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  for (
    let current: unknown = error;
    seen.size === 0 || (current !== undefined && !seen.has(current));
    current = causeOf(current)
  ) {
    if (seen.size > 0) lines.push(CAUSE);
    seen.add(current);
    lines.push(...describe(current));
  }
  return lines;
}

/** Python ends a trace with the error itself, and readers look there: the header comes last, the frames before it. */
function describe(error: unknown): string[] {
  if (!isError(error)) return [`${typeof error}: ${textOf(error)}\n`];
  const [name, message] = [readText(error, "name") || "Error", readText(error, "message")];
  const header = message === "" ? name : `${name}: ${message}`;
  const frames = framesOf(readText(error, "stack")).map((line) => `  ${line.trim()}\n`);
  return ["Stack (most recent call first):\n", ...frames, `${header}\n`];
}

/** V8 has the message before `    at name (ADDRESS:line:column)`; Firefox and Safari have nothing but `name@ADDRESS:line:column`. */
function framesOf(stack: string): string[] {
  const lines = stack.split("\n");
  const frames = lines.filter((line) => /^\s+at /.test(line));
  return frames.length > 0 ? frames : lines.filter((line) => /@.*:\d+:\d+$/.test(line));
}

function causeOf(error: unknown): unknown {
  return isError(error) ? readProperty(error, "cause") : undefined;
}

/** What has failed, without its stack and causes: `RangeError: no such kernel`. */
export function failureHeader(trace: readonly string[]): string {
  const cause = trace.indexOf(CAUSE);
  return trace.at((cause === -1 ? trace.length : cause) - 1) ?? "";
}
