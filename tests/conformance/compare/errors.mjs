import { note } from "./transcript.mjs";
import { show } from "./values.mjs";

/** Which of our classes stand for one of Sacred's. */
const CLASSES = {
  ConfigAddedError: ["ConfigAddedError"],
  NamedConfigNotFoundError: ["NamedConfigNotFoundError"],
  CircularDependencyError: ["CircularDependencyError"],
  MissingConfigError: ["MissingConfigError"],
  KeyError: [
    "ConfigKeyError",
    "ConfigScopeError",
    "NamedConfigNotFoundError",
    "CommandNotFoundError",
    "DefinitionError",
    "UsageError",
  ],
  ValueError: ["DuplicatePathError", "UsageError", "ConfigValueError"],
  TypeError: ["ConfigScopeError", "ConfigError"],
  AssertionError: ["SacredError", "ConfigError"],
  RuntimeError: ["SacredError", "RunError", "DefinitionError"],
};

/** Compares an error and the stage at which it came; texts are our own. */
export function compareError(expected, actual, stage) {
  note("error", actual === undefined ? null : [actual.name, actual.message, actual.conflictingConfigs ?? null, stage]);
  if (actual === undefined) return `expected ${expected.class} (${expected.message}), but nothing failed`;
  if (stage !== expected.stage)
    return `expected ${expected.class} at the ${expected.stage}, got ${actual.name} at the ${stage}: ${actual.message}`;
  if (expected.origin === "python") return undefined;
  const classes = CLASSES[expected.class] ?? [expected.class];
  if (!classes.includes(actual.name)) return `expected ${classes.join(" or ")}, got ${actual.name}: ${actual.message}`;
  const missing = (expected.conflicting ?? []).filter((path) => !actual.conflictingConfigs?.includes(path));
  return missing.length === 0 ? undefined : `${actual.name} should blame ${show(missing)}: ${actual.message}`;
}
