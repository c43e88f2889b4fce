import { nameErrorClass, SacredError, type SacredErrorOptions } from "./sacred-error.ts";

export interface ConfigErrorOptions extends SacredErrorOptions {
  /** dotted paths of the entries to blame */
  readonly conflictingConfigs?: readonly string[];
}

/** Something about the configuration is wrong. Experiments may throw it, too, and name the entries to blame. */
export class ConfigError extends SacredError {
  override readonly code: string = "CONFIG";
  /** dotted paths of the entries to blame */
  readonly conflictingConfigs: readonly string[];

  constructor(message: string, options: ConfigErrorOptions = {}) {
    super(message, { filterTraceback: "always", ...options });
    this.conflictingConfigs = options.conflictingConfigs ?? [];
  }
}

/** The value of an entry makes no sense: for experiments to throw. */
export class InvalidConfigError extends ConfigError {
  override readonly code: string = "INVALID_CONFIG";
}

/** A captured function was called without a value for one of its parameters. */
export class MissingConfigError extends ConfigError {
  override readonly code: string = "MISSING_CONFIG";
}

/** An update sets an entry that no scope sets and no captured function uses. */
export class ConfigAddedError extends ConfigError {
  override readonly code: string = "CONFIG_ADDED";
}

/** A key that can't be stored or would be dangerous (`a.b`, `$a`, `a=b`, `py/object`, `__proto__`). */
export class ConfigKeyError extends ConfigError {
  override readonly code: string = "CONFIG_KEY";
}

/** A value that is no configuration value (a function, a symbol, a promise …). */
export class ConfigValueError extends ConfigError {
  override readonly code: string = "CONFIG_VALUE";
}

/** A scope asked for something that isn't there, returned nothing, is asynchronous, or threw. */
export class ConfigScopeError extends ConfigError {
  override readonly code: string = "CONFIG_SCOPE";
}

/** Computed entries need each other in a circle. */
export class ConfigCycleError extends ConfigError {
  override readonly code: string = "CONFIG_CYCLE";
}

/** The schema given to `.validate()` refused the configuration. */
export class ConfigValidationError extends ConfigError {
  override readonly code: string = "CONFIG_VALIDATION";
}

/** A configuration file that can't be found, read or parsed. */
export class ConfigFileError extends ConfigError {
  override readonly code: string = "CONFIG_FILE";
}

/** Somebody tried to change the read-only configuration. */
export class ReadOnlyConfigError extends ConfigError {
  override readonly code: string = "READ_ONLY_CONFIG";
}

/** There is no named config of this name. */
export class NamedConfigNotFoundError extends ConfigError {
  override readonly code: string = "NAMED_CONFIG_NOT_FOUND";
  /** all that were asked for and aren't there */
  readonly names: readonly string[];

  constructor(message: string, { names = [], ...options }: ConfigErrorOptions & { names?: readonly string[] } = {}) {
    super(message, options);
    this.names = names;
  }

  /** The same, with what else is wrong. */
  and({ message, conflictingConfigs }: ConfigError): NamedConfigNotFoundError {
    return new NamedConfigNotFoundError(`${this.message}\n${message}`, { names: this.names, conflictingConfigs });
  }
}

nameErrorClass(ConfigError, "ConfigError");
nameErrorClass(InvalidConfigError, "InvalidConfigError");
nameErrorClass(MissingConfigError, "MissingConfigError");
nameErrorClass(ConfigAddedError, "ConfigAddedError");
nameErrorClass(ConfigKeyError, "ConfigKeyError");
nameErrorClass(ConfigValueError, "ConfigValueError");
nameErrorClass(ConfigScopeError, "ConfigScopeError");
nameErrorClass(ConfigCycleError, "ConfigCycleError");
nameErrorClass(ConfigValidationError, "ConfigValidationError");
nameErrorClass(ConfigFileError, "ConfigFileError");
nameErrorClass(ReadOnlyConfigError, "ReadOnlyConfigError");
nameErrorClass(NamedConfigNotFoundError, "NamedConfigNotFoundError");
