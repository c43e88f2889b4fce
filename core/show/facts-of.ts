import type { Run } from "../run/run.ts";
import type { RunFacts } from "./run-facts.ts";

/** Of a long output as much is shown as a glimpse keeps. */
const OUTPUT_UNITS = 1 << 16;

/** What is shown of a run in this realm, as it is when it is looked at. */
export function factsOf(run: Run): RunFacts {
  const { glimpse } = run;
  // A host that hears nothing while the run goes on reads its output back from the capture.
  const heard = glimpse?.output ?? "";
  const text = heard === "" && run.isOver ? run.capturedOut : heard;
  const output = text.slice(-2 * OUTPUT_UNITS);
  return {
    name: run.experimentInfo.name,
    command: run.command,
    id: run.id,
    status: run.status,
    startTime: run.startTime,
    stopTime: run.stopTime,
    config: run.config,
    modifications: run.configModifications,
    result: run.result,
    failTrace: run.failTrace,
    output,
    lostUnits: (glimpse?.lostUnits ?? 0) + text.length - output.length,
    glimpse,
    last: run.lastPoints,
    isOver: run.isOver,
  };
}
