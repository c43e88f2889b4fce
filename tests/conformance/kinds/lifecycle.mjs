import { applyBackspacesAndLinefeeds, RunObserver } from "sacred-ts";
import { play } from "../actions.mjs";
import { compareError } from "../compare/errors.mjs";
import { eventOf, metaOf } from "../compare/events.mjs";
import { difference, show } from "../compare/values.mjs";
import { loadSpec } from "../host/node.mjs";
import { levelLogger } from "./session.mjs";

const EVENTS = [
  "queuedEvent",
  "startedEvent",
  "heartbeatEvent",
  "completedEvent",
  "interruptedEvent",
  "failedEvent",
  "resourceEvent",
  "artifactEvent",
  "logMetrics",
  "join",
];

/** An observer that notes all it is told, and fails where the case says so. */
function recordingObserver({ id, priority, returns, fail_on: failOn }, events) {
  const observer = new RunObserver();
  observer.priority = priority;
  observer.toString = () => `<${id}>`;
  let printed = "";
  for (const name of EVENTS) {
    observer[name] = (event = {}) => {
      if (name === "heartbeatEvent") printed = printed.slice(0, event.output.offset) + event.output.text;
      const noted = eventOf(id, name, event, printed);
      events.push(structuredClone(noted));
      if (failOn[noted.event] !== undefined)
        throw Object.assign(new Error(failOn[noted.event]), { name: "RuntimeError" });
      return name === "startedEvent" || name === "queuedEvent" ? returns : undefined;
    };
  }
  return observer;
}

/** lifecycle.json: what observers are told, what is logged, and what has become of the run. */
export async function lifecycle(testCase) {
  const { spec, actions, run: request, observers, expect, twice, filter } = testCase;
  const events = [];
  const log = [];
  const module = await loadSpec(spec);
  play(module, actions);
  module.ex.logger = levelLogger(log);
  module.ex.observers.push(...observers.map((observer) => recordingObserver(observer, events)));
  if (filter === "apply_backspaces_and_linefeeds") module.ex.capturedOutFilter = applyBackspacesAndLinefeeds;
  let run;
  let raised;
  let during = "creation";
  try {
    const started = module.ex.start({
      ...(request.command === null ? {} : { commandName: request.command }),
      configUpdates: request.config_updates ?? {},
      namedConfigs: request.named_configs ?? [],
      options: request.options ?? {},
      ...(request.info === null ? {} : { info: request.info }),
      ...(request.meta_info === null ? {} : { metaInfo: request.meta_info }),
    });
    ({ run } = started);
    await started.finished;
    during = "run";
    if (twice) await run.start();
  } catch (error) {
    raised = error;
  }
  // Options are applied before a run begins: what they refuse belongs to its making.
  if (run?.startTime !== undefined || run?.status === "QUEUED") during = "run";
  return (
    compareRaised(raised, during, expect.raised) ??
    difference("events", relevant(events, observers, expect), relevant(expect.events, observers, expect)) ??
    compareKeys(events, expect.events, observers) ??
    compareLogs(log, expect.log) ??
    (expect.status === undefined ? undefined : compareState(run, expect))
  );
}

function compareRaised(raised, during, expected) {
  if (expected === null) return raised === undefined ? undefined : `failed: ${raised.stack}`;
  if (raised === undefined) return `expected ${expected.class}, but nothing was raised`;
  if (expected.message?.includes("read-only")) return difference("error", raised.name, "TypeError");
  if (expected.class === "FileNotFoundError") return difference("error", raised.code, "ENOENT");
  const names = { KeyboardInterrupt: "SacredInterrupt" };
  if (raised.name === (names[expected.class] ?? expected.class)) return undefined;
  return compareError({ ...expected, origin: "sacred", stage: during }, raised, during);
}

/** A failure of the run loses the output since the last beat in Sacred; here it is complete. */
function relevant(events, observers, { status, meta_info: meta }) {
  const failing = new Set(
    observers.filter(({ fail_on: failOn }) => Object.keys(failOn).length > 0).map(({ id }) => id),
  );
  // With an interval of 0 Sacred sends no heartbeat at all; ours is the one at the end.
  const isBeat = ({ event }) => event === "heartbeat_event" || event === "log_metrics";
  const withoutBeats = Number(meta?.options["--beat-interval"] ?? meta?.options["--beat_interval"]) === 0;
  return events
    .filter((event) => !failing.has(event.observer) && !(withoutBeats && isBeat(event)))
    .map(({ observer, event, payload }) => {
      const { ex_info_keys: _ex, host_info_keys: _host, fail_trace: trace, ...rest } = payload;
      if (event === "heartbeat_event" && !["COMPLETED", "QUEUED"].includes(status)) delete rest.captured_out;
      return { observer, event, payload: trace === undefined ? rest : { ...rest, fail_trace: lastLine(trace.last) } };
    });
}

/** The class of an error is ours, and Python quotes the keys of a KeyError. */
function lastLine(line) {
  if (/read-only|read only|not extensible/.test(line)) return "read-only";
  if (/missing value/.test(line)) return "missing value";
  if (/ENOENT|FileNotFoundError/.test(line)) return "no such file";
  const text = line.trim().replace(/^(\w+): '(.*)'$/, "$1: $2");
  return text.replace(/^KeyboardInterrupt$/, "SacredInterrupt");
}

/** Everything that Sacred hands over is there; ours may be more. */
function compareKeys(events, expected, observers) {
  for (const { id } of observers) {
    const ours = events.filter(({ observer }) => observer === id);
    for (const { event, keys, payload } of expected.filter(({ observer }) => observer === id)) {
      const own = ours.find((candidate) => candidate.event === event);
      if (own === undefined) continue;
      const wanted = [
        ...keys.map((key) => ["keys", key]),
        ...(payload.ex_info_keys ?? []).map((key) => ["ex_info_keys", key]),
        ...(payload.host_info_keys ?? []).map((key) => ["host_info_keys", key]),
      ];
      const missing = wanted.filter(
        ([where, key]) => !(where === "keys" ? own.keys : own.payload[where]).includes(key),
      );
      if (missing.length > 0) return `${event} lacks ${show(missing)}`;
    }
  }
  return undefined;
}

/** Lines about observers have words of their own: Sacred's must be among ours, at their level and with what they report. */
function compareLogs(ours, theirs) {
  const own = logLines(ours);
  const wanted = logLines(theirs);
  const isAboutObserver = ([, , text]) => text.startsWith("observer: ");
  const missing = wanted.filter(
    (line) => isAboutObserver(line) && !own.some((candidate) => JSON.stringify(candidate) === JSON.stringify(line)),
  );
  if (missing.length > 0) return `log: lacks ${show(missing)}`;
  const others = (lines) => lines.filter((line) => !isAboutObserver(line));
  return difference("log", others(own), others(wanted));
}

const TYPES = { int: "number", float: "number", str: "string", bool: "boolean", NoneType: "null" };

function logLines(log) {
  return log
    .filter(({ text }) => !text.startsWith("<TRACEBACK>"))
    .map(({ level, logger, text }) => [level, logger, comparable(text)]);
}

function comparable(text) {
  return (
    text
      .replace(/^.*\bobserver\b.*?(?:: (.*))?$/is, "observer: $1")
      // Python's spelling of values and types.
      .replace(/^Result: [[{][\s\S]*/, "Result: …")
      // How long a run took depends on the machine; the spelling of durations has vectors of its own.
      .replace(/ after (?:\d+ days?, )?\d+:\d\d:\d\d/, " after <DURATION>")
      .replace(/from (\w+) to (\w+)$/, (_all, from, to) => `from ${TYPES[from] ?? from} to ${TYPES[to] ?? to}`)
  );
}

function compareState(run, expected) {
  const cutOff = !["COMPLETED", "QUEUED", null].includes(expected.status);
  const printed = run.capturedOut;
  const state = {
    status: run.status ?? null,
    run_id: run.id,
    result: run.result ?? null,
    info: run.info,
    meta_info: metaOf(run.metaInfo),
    has_start_time: run.startTime !== undefined,
    has_stop_time: run.stopTime !== undefined,
    fail_trace_last: run.failTrace === undefined ? null : lastLine(run.failTrace.at(-1)),
    captured_out: cutOff && printed.startsWith(expected.captured_out) ? expected.captured_out : printed,
  };
  const wanted = Object.fromEntries(Object.keys(state).map((key) => [key, expected[key]]));
  if (wanted.fail_trace_last !== null) wanted.fail_trace_last = lastLine(wanted.fail_trace_last);
  return difference("state", state, wanted);
}
