// What tools around the package use (the conformance runner, tests, other readers of stored runs). No promise of stability.

export { parseValue } from "./cli/values/parse-value.ts";
export { shellWords } from "./cli/shell-words.ts";
export { splitUpdates } from "./cli/updates.ts";
export { redactCredentials } from "./cli/redact.ts";
export { compareCodePoints } from "./config/code-points.ts";
export * from "./config/paths.ts";
export { formatDuration, formatElapsed, isoFromMilliseconds, isoTime } from "./run/times.ts";
export { pythonJson } from "./record/python-json.ts";
