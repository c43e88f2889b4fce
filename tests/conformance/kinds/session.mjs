import { loadSpec } from "../host/node.mjs";

/** A logger that remembers: level, the part of the experiment, and the text. */
export function recordingLogger(records, name = "root") {
  const at = (level) => (text) => void records.push({ level, logger: name, text: String(text) });
  return {
    name,
    debug: () => undefined,
    info: at("INFO"),
    warning: at("WARNING"),
    warn: at("WARNING"),
    error: at("ERROR"),
    critical: at("CRITICAL"),
    child: (part) => recordingLogger(records, name === "root" ? part : `${name}.${part}`),
    setLevel: () => undefined,
    isEnabledFor: (level) => level >= 20,
  };
}

/** The request of a case, as `run` takes it. */
export function requestOf(
  { command, config_updates: configUpdates, named_configs: namedConfigs, force },
  options = {},
) {
  return {
    ...(command === null ? {} : { commandName: command }),
    configUpdates: configUpdates ?? {},
    namedConfigs: namedConfigs ?? [],
    options: { "--unobserved": true, ...(force ? { "--force": true } : {}), ...options },
  };
}

/**
 * Defines an experiment and makes a run of it that is queued and not executed: the configuration is settled, every captured
 * function can be called, and nothing has drawn any random number.
 */
export async function queueRun(spec, run) {
  const log = [];
  let module;
  try {
    module = await loadSpec(spec, { callable: true });
  } catch (error) {
    return { error, stage: "definition", log };
  }
  module.ex.logger = recordingLogger(log);
  try {
    const finished = await module.ex.run(requestOf(run, { "--queue": true }));
    const queued = log.findIndex(({ text }) => text.startsWith("Queuing-up"));
    return { module, run: finished, log: log.slice(0, queued) };
  } catch (error) {
    return { module, error, stage: "run", log };
  }
}

const LEVELS = { DEBUG: 10, INFO: 20, WARNING: 30, ERROR: 40, CRITICAL: 50 };

/** The same with levels: what lies below the one that is set is left out. */
export function levelLogger(records, name = "root", threshold = { level: 20 }) {
  const at = (level) => (text) => {
    if (LEVELS[level] >= threshold.level) records.push({ level, logger: name, text: String(text) });
  };
  return {
    ...recordingLogger(records, name),
    debug: at("DEBUG"),
    info: at("INFO"),
    warning: at("WARNING"),
    warn: at("WARNING"),
    error: at("ERROR"),
    critical: at("CRITICAL"),
    child: (part) => levelLogger(records, name === "root" ? part : `${name}.${part}`, threshold),
    setLevel: (level) => void (threshold.level = LEVELS[String(level).toUpperCase()] ?? Number(level)),
    isEnabledFor: (level) => level >= threshold.level,
  };
}
