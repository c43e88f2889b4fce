/** A failure as observers store it, whole: the lines of its stack, then those of its causes, each with a line break. */
export function failTrace(error: unknown): string[] {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  for (let current: unknown = error; current !== undefined && !seen.has(current); current = causeOf(current)) {
    if (seen.size > 0) lines.push("Caused by:\n");
    seen.add(current);
    lines.push(...describe(current));
  }
  return lines;
}

/** Python ends a trace with the error itself, and readers look there: the header comes last, the frames before it. */
function describe(error: unknown): string[] {
  if (!(error instanceof Error)) return [`${typeof error}: ${String(error)}\n`];
  const header = error.message === "" ? error.name : `${error.name}: ${error.message}`;
  const frames = (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .map((line) => `  ${line.trim()}\n`);
  return ["Stack (most recent call first):\n", ...frames, `${header}\n`];
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}
