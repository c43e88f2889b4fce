import { headerOf } from "../errors/causes.ts";
import type { Logger } from "../logging/logger.ts";

/** What the engine itself says of a run. */
export type RunLog = Pick<Logger, "debug" | "info" | "warning" | "error">;

/**
 * A logger may be the user's: one that throws changes nothing about the run.
 *
 * @param tell is told once that it does
 */
export function runLog(logger: Logger, tell: (text: string) => void): RunLog {
  let hasFailed = false;
  const say =
    (level: keyof RunLog): RunLog["info"] =>
    (message) => {
      try {
        logger[level](message);
      } catch (error) {
        if (!hasFailed) tell(`The logger failed: ${headerOf(error)}\n`);
        hasFailed = true;
      }
    };
  return { debug: say("debug"), info: say("info"), warning: say("warning"), error: say("error") };
}
