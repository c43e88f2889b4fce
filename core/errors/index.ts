export { SacredError, type SacredErrorOptions, type TracebackFilter } from "./sacred-error.ts";
export {
  ConfigAddedError,
  ConfigCycleError,
  ConfigError,
  type ConfigErrorOptions,
  ConfigFileError,
  ConfigKeyError,
  ConfigScopeError,
  ConfigValidationError,
  ConfigValueError,
  InvalidConfigError,
  MissingConfigError,
  NamedConfigNotFoundError,
  ReadOnlyConfigError,
} from "./config-errors.ts";
export {
  CircularDependencyError,
  CommandNotFoundError,
  DefinitionError,
  DuplicatePathError,
  HostError,
  NoActiveRunError,
  ObserverError,
  RunError,
  UnsupportedError,
  UsageError,
} from "./experiment-errors.ts";
export { SacredInterrupt, SignalInterrupt, TimeoutInterrupt } from "./interrupts.ts";
export { didYouMean, nearestName } from "./did-you-mean.ts";
