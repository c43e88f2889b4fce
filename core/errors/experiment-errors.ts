import { nameErrorClasses, SacredError, type SacredErrorOptions } from "./sacred-error.ts";

/** An experiment or ingredient is put together wrongly. */
export class DefinitionError extends SacredError {}

/** Ingredients use each other in a circle. */
export class CircularDependencyError extends DefinitionError {}

/** Two ingredients have one path. */
export class DuplicatePathError extends DefinitionError {}

/** The command line (or the options given to `run`) can't be understood. */
export class UsageError extends SacredError {
  constructor(message: string, options: SacredErrorOptions = {}) {
    super(message, { filterTraceback: "always", printUsage: true, ...options });
  }
}

/** There is no command of this name. */
export class CommandNotFoundError extends UsageError {}

/** A call that needs a run was made where there is none. */
export class NoActiveRunError extends SacredError {}

/** A run was used in a way it can't be (started twice, started while another one holds the realm …). */
export class RunError extends SacredError {}

/** An observer can't do what was asked of it; nothing that it had stored is lost. */
export class ObserverError extends SacredError {
  constructor(message: string, options: SacredErrorOptions = {}) {
    super(message, { filterTraceback: "always", ...options });
  }
}

/** This host or this version can't do it: the message says what to use instead. */
export class UnsupportedError extends SacredError {
  constructor(message: string, options: SacredErrorOptions = {}) {
    super(message, { filterTraceback: "always", ...options });
  }
}

/** Something outside the program (a file, a folder, a process) refused. */
export class HostError extends SacredError {
  constructor(message: string, options: SacredErrorOptions = {}) {
    super(message, { filterTraceback: "always", ...options });
  }
}

nameErrorClasses({
  DefinitionError,
  CircularDependencyError,
  DuplicatePathError,
  UsageError,
  CommandNotFoundError,
  NoActiveRunError,
  RunError,
  ObserverError,
  UnsupportedError,
  HostError,
});
