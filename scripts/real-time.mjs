import { resolve } from "node:path";

const EVERYWHERE = ["core/real-time.ts", ["Date", "setTimeout", "clearTimeout", "setInterval", "clearInterval"]];
const ON_NODE = ["host-node/real-time.ts", ["queueMicrotask", "setImmediate"]];

const inject = (...files) => ({
  inject: Object.fromEntries(files.flatMap(([file, names]) => names.map((name) => [name, [resolve(file), name]]))),
});

/**
 * Options of a bundle in which these globals are what they were when it was loaded: in the package's own code, and in what of others is
 * in there.
 */
export const REAL_TIME = inject(EVERYWHERE);
export const REAL_TIME_OF_NODE = inject(EVERYWHERE, ON_NODE);
