import type { PortableThrown } from "../../core/errors/portable-error.ts";

/** A failure isn't held back for longer: a server may be slow, or gone. */
const LONGEST_MILLISECONDS = 2000;

/** What was thrown, with stacks in the lines that the user has written, if source maps tell them in time. Never rejects. */
export function inOwnLines(thrown: PortableThrown): Promise<PortableThrown> {
  return inTime(thrown, async () => (await import("./map-thrown.ts")).mapThrown(thrown));
}

/** The same of a single place. */
export function ownPlace(file: string, line: number, column: number): Promise<string> {
  return inTime(`${file}:${line}:${column}`, async () =>
    (await import("../sources/source-maps.ts")).mapPlace(file, line, column),
  );
}

async function inTime<T>(otherwise: T, map: () => Promise<T>): Promise<T> {
  const late = new Promise<T>((resolve) => void setTimeout(() => resolve(otherwise), LONGEST_MILLISECONDS));
  return Promise.race([map().catch(() => otherwise), late]);
}
