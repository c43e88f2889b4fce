import { nameErrorClass, SacredError, type SacredErrorOptions } from "./sacred-error.ts";

/** An experiment or ingredient is put together wrongly. */
export class DefinitionError extends SacredError {
  override readonly code: string = "DEFINITION";
}

/** Ingredients use each other in a circle. */
export class CircularDependencyError extends DefinitionError {
  override readonly code: string = "CIRCULAR_DEPENDENCY";
}

/** Two ingredients have one path. */
export class DuplicatePathError extends DefinitionError {
  override readonly code: string = "DUPLICATE_PATH";
}

/** The command line (or the options given to `run`) can't be understood. */
export class UsageError extends SacredError {
  override readonly code: string = "USAGE";

  constructor(message: string, options: SacredErrorOptions = {}) {
    super(message, { filterTraceback: "always", printUsage: true, ...options });
  }
}

/** There is no command of this name. */
export class CommandNotFoundError extends UsageError {
  override readonly code: string = "COMMAND_NOT_FOUND";
}

/** A call that needs a run was made where there is none. */
export class NoActiveRunError extends SacredError {
  override readonly code: string = "NO_ACTIVE_RUN";
}

/** A run was used in a way it can't be (started twice, started while another one holds the realm …). */
export class RunError extends SacredError {
  override readonly code: string = "RUN";
}

/** An observer can't do what was asked of it; nothing that it had stored is lost. */
export class ObserverError extends SacredError {
  override readonly code: string = "OBSERVER";

  constructor(message: string, options: SacredErrorOptions = {}) {
    super(message, { filterTraceback: "always", ...options });
  }
}

/** This host or this version can't do it: the message says what to use instead. */
export class UnsupportedError extends SacredError {
  override readonly code: string = "UNSUPPORTED";

  constructor(message: string, options: SacredErrorOptions = {}) {
    super(message, { filterTraceback: "always", ...options });
  }
}

/** Something outside the program (a file, a folder, a process) refused. */
export class HostError extends SacredError {
  override readonly code: string = "HOST";

  constructor(message: string, options: SacredErrorOptions = {}) {
    super(message, { filterTraceback: "always", ...options });
  }
}

nameErrorClass(DefinitionError, "DefinitionError");
nameErrorClass(CircularDependencyError, "CircularDependencyError");
nameErrorClass(DuplicatePathError, "DuplicatePathError");
nameErrorClass(UsageError, "UsageError");
nameErrorClass(CommandNotFoundError, "CommandNotFoundError");
nameErrorClass(NoActiveRunError, "NoActiveRunError");
nameErrorClass(RunError, "RunError");
nameErrorClass(ObserverError, "ObserverError");
nameErrorClass(UnsupportedError, "UnsupportedError");
nameErrorClass(HostError, "HostError");
