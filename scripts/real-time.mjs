import { resolve } from "node:path";

const FILES = {
  "core/real-time.ts": ["Date", "setTimeout", "clearTimeout", "setInterval", "clearInterval", "queueMicrotask"],
  "host-node/real-time.ts": ["setImmediate"],
  "host-browser/real-time.ts": ["performance"],
};

/**
 * Options of a bundle in which these globals are what they were when it was loaded: in the package's own code, and in what of others is
 * in there.
 */
export function realTime(host) {
  const files = ["core/real-time.ts", `${host}/real-time.ts`];
  return {
    inject: Object.fromEntries(files.flatMap((file) => FILES[file].map((name) => [name, [resolve(file), name]]))),
  };
}
