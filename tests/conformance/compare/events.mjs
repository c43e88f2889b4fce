import { basename, isAbsolute } from "node:path";

/** The names of our events and of what they carry, in Sacred's spelling. */
const snake = (name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const KEYS = { id: "_id", output: "captured_out" };

/** An event of ours as the vectors tell it. `printed` is what the increments of the output have made so far. */
export function eventOf(observer, name, event, printed) {
  const keys = Object.keys(event).map((key) => KEYS[key] ?? snake(key));
  return { observer, event: snake(name), keys, payload: PAYLOADS[name]?.(event, printed) ?? {} };
}

const started = ({ exInfo, command, hostInfo, config, metaInfo, id }) => ({
  ex_info_keys: Object.keys(exInfo),
  command,
  host_info_keys: Object.keys(hostInfo),
  config,
  meta_info: metaOf(metaInfo),
  _id: id,
});

const PAYLOADS = {
  startedEvent: started,
  queuedEvent: started,
  heartbeatEvent: ({ info, result }, printed) => ({ info, captured_out: printed, result: result ?? null }),
  logMetrics: ({ metricsByName, info }) => ({
    metrics_by_name: Object.fromEntries(
      Object.entries(metricsByName).map(([name, { steps, values, timestamps }]) => [
        name,
        { name, steps: [...steps], values: [...values], timestamps: timestamps.length },
      ]),
    ),
    info,
  }),
  completedEvent: ({ result }) => ({ result: result ?? null }),
  interruptedEvent: ({ status }) => ({ status }),
  failedEvent: ({ failTrace }) => ({ fail_trace: { type: "list", last: failTrace.at(-1) } }),
  resourceEvent: ({ filename }) => ({ filename: basename(filename), absolute: isAbsolute(filename) }),
  artifactEvent: ({ name, filename, metadata, contentType }) => ({
    name,
    filename: basename(filename),
    absolute: isAbsolute(filename),
    metadata: metadata ?? null,
    content_type: contentType ?? null,
  }),
};

/** Meta information as the vectors have it: options that aren't set are left out. */
export function metaOf({ options, queue_time: time, ...meta }) {
  const set = Object.entries(options).filter(([, value]) => value !== false && value !== null);
  return {
    ...JSON.parse(JSON.stringify(meta)),
    options: Object.fromEntries(set),
    ...(time === undefined ? {} : { queue_time: "<TIME>" }),
  };
}
