import { hide, nameErrorClasses, SacredError, type SacredErrorOptions } from "./sacred-error.ts";

export interface ConfigErrorOptions extends SacredErrorOptions {
  /** dotted paths of the entries to blame */
  readonly conflictingConfigs?: readonly string[];
}

/** Something about the configuration is wrong. Experiments may throw it, too, and name the entries to blame. */
export class ConfigError extends SacredError {
  /** dotted paths of the entries to blame */
  declare readonly conflictingConfigs: readonly string[];

  constructor(message: string, options: ConfigErrorOptions = {}) {
    super(message, { filterTraceback: "always", ...options });
    hide(this, { conflictingConfigs: options.conflictingConfigs ?? [] });
  }
}

/** The value of an entry makes no sense: for experiments to throw. */
export class InvalidConfigError extends ConfigError {}

/** A captured function was called without a value for one of its parameters. */
export class MissingConfigError extends ConfigError {}

/** An update sets an entry that no scope sets and no captured function uses. */
export class ConfigAddedError extends ConfigError {}

/** A key that can't be stored or would be dangerous (`a.b`, `$a`, `a=b`, `py/object`, `__proto__`). */
export class ConfigKeyError extends ConfigError {}

/** A value that is no configuration value (a function, a symbol, a promise …). */
export class ConfigValueError extends ConfigError {}

/** A scope asked for something that isn't there, returned nothing, is asynchronous, or threw. */
export class ConfigScopeError extends ConfigError {}

/** Computed entries need each other in a circle. */
export class ConfigCycleError extends ConfigError {}

/** The schema given to `.validate()` refused the configuration. */
export class ConfigValidationError extends ConfigError {}

/** A configuration file that can't be found, read or parsed. */
export class ConfigFileError extends ConfigError {}

/** Somebody tried to change the read-only configuration. */
export class ReadOnlyConfigError extends ConfigError {}

/** There is no named config of this name. */
export class NamedConfigNotFoundError extends ConfigError {
  /** all that were asked for and aren't there */
  declare readonly names: readonly string[];

  constructor(message: string, { names = [], ...options }: ConfigErrorOptions & { names?: readonly string[] } = {}) {
    super(message, options);
    hide(this, { names });
  }

  /** The same, with what else is wrong. */
  and({ message, conflictingConfigs }: ConfigError): NamedConfigNotFoundError {
    return new NamedConfigNotFoundError(`${this.message}\n${message}`, { names: this.names, conflictingConfigs });
  }
}

nameErrorClasses({
  ConfigError,
  InvalidConfigError,
  MissingConfigError,
  ConfigAddedError,
  ConfigKeyError,
  ConfigValueError,
  ConfigScopeError,
  ConfigCycleError,
  ConfigValidationError,
  ConfigFileError,
  ReadOnlyConfigError,
  NamedConfigNotFoundError,
});
