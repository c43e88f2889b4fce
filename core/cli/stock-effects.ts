import { SacredError, UsageError } from "../errors/index.ts";
import type { CaptureMode } from "../host.ts";
import { isUnprintable } from "../experiment/definition-checks.ts";
import type { CliOption } from "./option.ts";

/** What the stock options do to a run that hasn't started, by their keys. */
export const STOCK_EFFECTS: Readonly<Record<string, CliOption["apply"]>> = {
  "--beat-interval"(value, run) {
    const seconds = Number(value);
    if (!(seconds >= 0) || String(value).trim() === "") {
      throw new UsageError(`--beat-interval takes a number of seconds, but was given ${JSON.stringify(value)}.`);
    }
    run.beatInterval = seconds;
  },
  "--capture"(value, run) {
    // An unknown mode is an error when the run starts, as in Sacred.
    run.captureMode = String(value) as CaptureMode;
  },
  "--comment"(value, run) {
    run.metaInfo["comment"] = value;
  },
  "--debug"(_value, run) {
    run.debug = true;
  },
  async "--enforce_clean"(_value, run) {
    if (await run.isCommitted()) return;
    throw new SacredError("No version control detected: browsers have none.", { filterTraceback: "always" });
  },
  "--force"(_value, run) {
    run.force = true;
  },
  "--id"(value, run) {
    run.id = String(value);
  },
  "--name"(value, run) {
    const name = String(value);
    if (name.trim() === "" || isUnprintable(name)) {
      throw new UsageError(`--name takes a text without control characters, but was given ${JSON.stringify(name)}.`);
    }
    run.experimentInfo = { ...run.experimentInfo, name };
    run.runLogger = run.rootLogger.child(name);
  },
  "--priority"(value, run) {
    const priority = Number(value);
    if (!Number.isFinite(priority) || String(value).trim() === "") {
      throw new UsageError(`The PRIORITY argument must be a number! (but was ${JSON.stringify(value)})`);
    }
    run.metaInfo["priority"] = priority;
  },
  "--queue"(_value, run) {
    run.queueOnly = true;
  },
  "--unobserved"(_value, run) {
    run.unobserved = true;
  },
};
