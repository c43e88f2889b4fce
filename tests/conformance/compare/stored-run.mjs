import { difference, show } from "./values.mjs";
import { metaOf } from "./events.mjs";

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?$/;

/** JSON as Python writes it: bare NaN and infinities. */
export function parsePython(text) {
  return JSON.parse(text.replace(/(?<=[[,:\s])(NaN|-?Infinity)(?=[\s,\]}])/g, '"$1"'));
}

/** A run.json of ours against Sacred's: what belongs to the machine only by its form, what is ours beside is left out. */
export function compareRunJson(ours, theirs) {
  const formed = checkForms(ours, theirs);
  if (formed !== undefined) return formed;
  const { repositories } = theirs.experiment;
  const urls = (list) => [...new Set(list.map(({ url, dirty }) => `${url} ${dirty}`))];
  return (
    difference("run.json", comparable(ours, theirs), comparable(theirs, theirs)) ??
    difference("repositories", urls(ours.experiment.repositories), urls(repositories))
  );
}

function checkForms(ours, theirs) {
  for (const name of ["start_time", "stop_time", "heartbeat"]) {
    if (theirs[name] !== undefined && !TIME.test(ours[name]))
      return `${name}: no time of Python's: ${show(ours[name])}`;
  }
  for (const [part, keys] of [
    ["experiment", Object.keys(theirs.experiment)],
    ["host", Object.keys(theirs.host)],
  ]) {
    const missing = keys.filter((key) => ours[part][key] === undefined);
    if (missing.length > 0) return `${part} lacks ${show(missing)}`;
  }
  if (!ours.experiment.sources.every(([name, kept]) => typeof name === "string" && typeof kept === "string"))
    return `sources: no pairs of texts: ${show(ours.experiment.sources)}`;
  if (!ours.experiment.dependencies.every((dependency) => /^[^=]+==[^=]+$/.test(dependency)))
    return `dependencies: no "name==version": ${show(ours.experiment.dependencies)}`;
  if (!ours.experiment.repositories.every(({ commit }) => /^[0-9a-f]{40}$/.test(commit)))
    return `repositories: no commits: ${show(ours.experiment.repositories)}`;
  return undefined;
}

/** What is equal on every machine, of the entries that Sacred has. */
function comparable(run, theirs) {
  const { experiment, host: _host, meta, start_time: _start, stop_time: _stop, heartbeat: _beat, ...rest } = run;
  const kept = Object.fromEntries(Object.keys(theirs).flatMap((key) => (key in rest ? [[key, rest[key]]] : [])));
  if (kept.fail_trace !== undefined) kept.fail_trace = kept.fail_trace.at(-1);
  return { ...kept, experiment: { name: experiment.name }, meta: metaOf(meta) };
}

/** metrics.json: times by their form and number. */
export function compareMetrics(ours, theirs) {
  for (const [name, { timestamps }] of Object.entries(ours)) {
    const odd = timestamps.filter((time) => !TIME.test(time));
    if (odd.length > 0) return `metrics of ${name}: no times of Python's: ${show(odd)}`;
  }
  const counted = (metrics) =>
    Object.fromEntries(
      Object.entries(metrics).map(([name, metric]) => [name, { ...metric, timestamps: metric.timestamps.length }]),
    );
  return difference("metrics.json", counted(ours), counted(theirs));
}
