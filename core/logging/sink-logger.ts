import { LEVELS, parseLevel } from "./levels.ts";
import { type Logger, type LogSink, ROOT } from "./logger.ts";

/** A logger in front of a sink. */
export class SinkLogger implements Logger {
  readonly name: string;
  readonly #sink: LogSink;

  constructor(sink: LogSink, name: string = ROOT) {
    this.name = name;
    this.#sink = sink;
  }

  debug(message: unknown, ...rest: readonly unknown[]): void {
    this.#log(LEVELS.DEBUG, message, rest);
  }

  info(message: unknown, ...rest: readonly unknown[]): void {
    this.#log(LEVELS.INFO, message, rest);
  }

  warning(message: unknown, ...rest: readonly unknown[]): void {
    this.#log(LEVELS.WARNING, message, rest);
  }

  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.#log(LEVELS.WARNING, message, rest);
  }

  error(message: unknown, ...rest: readonly unknown[]): void {
    this.#log(LEVELS.ERROR, message, rest);
  }

  critical(message: unknown, ...rest: readonly unknown[]): void {
    this.#log(LEVELS.CRITICAL, message, rest);
  }

  child(name: string): Logger {
    if (name === "") return this;
    return new SinkLogger(this.#sink, this.name === ROOT ? name : `${this.name}.${name}`);
  }

  setLevel(level: string | number): void {
    this.#sink.level = parseLevel(level);
    this.#sink.levelWasSet?.(this.#sink.level);
  }

  isEnabledFor(level: number): boolean {
    return level >= this.#sink.level && (this.#sink.isEnabled?.(level) ?? true);
  }

  flush(): Promise<void> | undefined {
    return this.#sink.flush?.();
  }

  #log(level: number, message: unknown, rest: readonly unknown[]): void {
    if (level >= this.#sink.level) this.#sink.log(level, this.name, message, rest);
  }
}
