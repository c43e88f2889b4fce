import { ownAddress } from "../workers/own-address.ts";

/** The package's folders, as source maps and servers name them. */
const OWN_FOLDER = /\/sacred-ts(?:@[^/]*)?\/(?:dist|core|host-browser|observers)\/|\/\.vite\/deps\/sacred-ts/;

/** A failure as the package's user knows it, line by line: without the frames of the package, unless there are no others. */
export function withoutOwnFrames(trace: readonly string[]): readonly string[] {
  const standalone = ownAddress("sacred-ts/standalone");
  const isOwn = (line: string): boolean =>
    OWN_FOLDER.test(line) || (standalone !== undefined && line.includes(`${standalone}:`));
  const kept = trace.filter((line) => !isFrame(line) || !isOwn(line));
  return kept.some(isFrame) ? kept : trace;
}

function isFrame(line: string): boolean {
  return /:\d+:\d+\)?\s*$/.test(line);
}
