import { headerOf, withCauses } from "../errors/causes.ts";
import { isError, readText } from "../errors/thrown.ts";

/** A failure as observers store it: the lines of its stack, then those of what it gathers and of its causes, each with a line break. */
export function failTrace(error: unknown): string[] {
  return withCauses(error).flatMap(([title, part]) => [...(title === "" ? [] : [`${title}:\n`]), ...describe(part)]);
}

/** Python ends a trace with the error itself, and readers look there: the header comes last, the frames before it. */
function describe(error: unknown): string[] {
  if (!isError(error)) return [`${typeof error}: ${headerOf(error)}\n`];
  const frames = framesOf(readText(error, "stack")).map((line) => `  ${line.trim()}\n`);
  return ["Stack (most recent call first):\n", ...frames, `${headerOf(error)}\n`];
}

/** V8 has the message before `    at name (ADDRESS:line:column)`; Firefox and Safari have nothing but `name@ADDRESS:line:column`. */
function framesOf(stack: string): string[] {
  const lines = stack.split("\n");
  const frames = lines.filter((line) => /^\s+at /.test(line));
  return frames.length > 0 ? frames : lines.filter((line) => /@.*:\d+:\d+$/.test(line));
}

/** What has failed, without its stack and causes: `RangeError: no such kernel`. */
export function failureHeader(trace: readonly string[]): string {
  const title = trace.findIndex((line) => /^(?:Caused by|Error \d+ of \d+):\n$/.test(line));
  return trace.at(title < 0 ? -1 : title - 1) ?? "";
}
