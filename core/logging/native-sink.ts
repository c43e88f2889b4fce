import { LEVELS } from "./levels.ts";
import { type LogSink, ROOT } from "./logger.ts";
import { type StructuredEntry, structuredEntry } from "./structured-entry.ts";

/** What loggers of other packages have in common. */
export interface NativeLogging<L> {
  /** their names for Python's levels, from DEBUG on */
  readonly levelNames: ReadonlyMap<number, string>;
  child(logger: L, name: string): L;
  write(logger: L, levelName: string, entry: StructuredEntry): void;
  isEnabled(logger: L, levelName: string): boolean;
  /**
   * The logger to be used from then on. Left out where levels are set elsewhere: then a run can only hide more than the
   * logger does.
   */
  withLevel?(logger: L, levelName: string): L;
  /** for loggers that write with a delay: see `Logger.flush` */
  flush?(logger: L): Promise<void>;
}

/** Each of our loggers writes to a child of the given one, which is made when it is first used. */
export function nativeSink<L>(given: L, native: NativeLogging<L>): LogSink {
  let root = given;
  const children = new Map<string, L>();
  const loggerOf = (name: string): L => {
    if (name === ROOT) return root;
    const child = children.get(name) ?? native.child(root, name);
    children.set(name, child);
    return child;
  };
  const nameOf = (level: number): string => nearest(native.levelNames, level);
  return {
    level: LEVELS.NOTSET,
    log: (level, name, message, rest) => native.write(loggerOf(name), nameOf(level), structuredEntry(message, rest)),
    isEnabled: (level) => native.isEnabled(root, nameOf(level)),
    levelWasSet(level) {
      root = native.withLevel?.(given, nameOf(level)) ?? root;
      children.clear();
    },
    flush: async () => native.flush?.(given),
  };
}

/** What belongs to the nearest level at or below `level`, else to the lowest. */
export function nearest<T>(byLevel: ReadonlyMap<number, T>, level: number): T {
  let [found] = byLevel.values();
  for (const [known, value] of byLevel) if (known <= level) found = value;
  if (found === undefined) throw new RangeError("A logger has levels.");
  return found;
}
