import {
  ConfigAddedError,
  ConfigCycleError,
  ConfigError,
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
import {
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
import { SacredInterrupt, SignalInterrupt, TimeoutInterrupt } from "./interrupts.ts";
import { SacredError } from "./sacred-error.ts";

/**
 * The package's errors by their names, for what comes from another realm. A list: a namespace object of the whole module would be
 * part of every program.
 */
export const KNOWN_CLASSES: Readonly<Record<string, Function>> = {
  CircularDependencyError,
  CommandNotFoundError,
  ConfigAddedError,
  ConfigCycleError,
  ConfigError,
  ConfigFileError,
  ConfigKeyError,
  ConfigScopeError,
  ConfigValidationError,
  ConfigValueError,
  DefinitionError,
  DuplicatePathError,
  HostError,
  InvalidConfigError,
  MissingConfigError,
  NamedConfigNotFoundError,
  NoActiveRunError,
  ObserverError,
  ReadOnlyConfigError,
  RunError,
  SacredError,
  SacredInterrupt,
  SignalInterrupt,
  TimeoutInterrupt,
  UnsupportedError,
  UsageError,
};
