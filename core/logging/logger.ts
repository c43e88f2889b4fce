/** What `_log` and `ex.logger` are. Further arguments are appended to the message. */
export interface Logger {
  readonly name: string;
  debug(message: unknown, ...rest: readonly unknown[]): void;
  info(message: unknown, ...rest: readonly unknown[]): void;
  warning(message: unknown, ...rest: readonly unknown[]): void;
  warn(message: unknown, ...rest: readonly unknown[]): void;
  error(message: unknown, ...rest: readonly unknown[]): void;
  critical(message: unknown, ...rest: readonly unknown[]): void;
  /** a logger for a part, whose name is joined to this one's */
  child(name: string): Logger;
  setLevel(level: string | number): void;
  isEnabledFor(level: number): boolean;
  /** Resolves when everything logged before is written, or after a moment. A run waits for it before its capture of output ends. */
  flush?(): Promise<void> | undefined;
}

/** The name of the root logger, which is no part of its children's names, as in Python. */
export const ROOT: string = "root";

/** Where the lines of a logger go, and from which level on. Shared by a logger and all its children. */
export interface LogSink {
  level: number;
  /** Does what is behind the sink show this level? By default it does. */
  isEnabled?(level: number): boolean;
  /** told when a run sets a level */
  levelWasSet?(level: number): void;
  /** for what writes with a delay: see `Logger.flush` */
  flush?(): Promise<void>;
  log(level: number, name: string, message: unknown, rest: readonly unknown[]): void;
}
