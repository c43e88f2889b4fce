import type { Writable } from "node:stream";

/**
 * The streams of a console that somebody has put in the place of the process's own, as test runners do: what it prints passes
 * neither the process's streams nor its descriptors.
 *
 * @returns none for the process's own console, undefined for one that doesn't write to streams
 */
export function consoleStreams(): readonly Writable[] | undefined {
  const { console } = globalThis;
  if (console === process.getBuiltinModule("node:console")) return [];
  // As Node's class keeps them.
  const streams: readonly unknown[] = [Reflect.get(console, "_stdout"), Reflect.get(console, "_stderr")];
  if (!streams.every(isStream)) return undefined;
  return [...new Set(streams)].filter((stream) => stream !== process.stdout && stream !== process.stderr);
}

function isStream(value: unknown): value is Writable {
  return typeof value === "object" && value !== null && "_write" in value;
}
