// What tools around the package use (the conformance runner, tests, other readers of stored runs). No promise of stability.

export { parseValue } from "./cli/values/parse-value.ts";
export { shellWords } from "./cli/shell-words.ts";
export { splitUpdates } from "./cli/updates.ts";
export { redactCredentials } from "./cli/redact.ts";
export * from "./commands/index.ts";
export { compareCodePoints } from "./config/code-points.ts";
export { convertToNestedDict } from "./config/nested-dict.ts";
export * from "./config/paths.ts";
export * from "./config/separate-paths.ts";
export { isoFromMilliseconds, isoTime } from "./record/iso-time.ts";
export { formatDuration } from "./run/duration-words.ts";
export { formatElapsed } from "./run/elapsed.ts";
export { pythonJson } from "./record/python-json.ts";
