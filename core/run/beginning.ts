import type { QueuedEvent, RunObserver } from "./observer.ts";
import type { Recorders } from "./recorders.ts";
import type { Run } from "./run.ts";

/** What was found out about machine and sources. */
type Found = Pick<QueuedEvent, "hostInfo" | "sourceContents">;

/** Marks a run as running and tells its observers. @throws whatever goes wrong with one of them */
export async function beginRun(run: Run, recorders: Recorders, found: Found): Promise<void> {
  run.status = "RUNNING";
  const startTime = new Date();
  run.startTime = startTime;
  run.runLogger.info(`Running command '${run.command}'`);
  await recorders.begin(
    (target: RunObserver, id) => target.startedEvent?.({ ...known(run, found), startTime, id }),
    run,
  );
  run.runLogger.info(run.id === null ? "Started" : `Started run with ID "${run.id}"`);
}

/** Marks a run as queued and tells its observers, who store it for later. @throws whatever goes wrong with one of them */
export async function queueRun(run: Run, recorders: Recorders, found: Found): Promise<void> {
  run.status = "QUEUED";
  const queueTime = new Date();
  run.metaInfo["queue_time"] = queueTime;
  run.runLogger.info(`Queuing-up command '${run.command}'`);
  await recorders.begin(
    (target: RunObserver, id) => target.queuedEvent?.({ ...known(run, found), queueTime, id }),
    run,
  );
  run.runLogger.info(run.id === null ? "Queued" : `Queued-up run with ID "${run.id}"`);
}

function known(run: Run, found: Found): Omit<QueuedEvent, "queueTime" | "id"> {
  const { experimentInfo, command, config, metaInfo } = run;
  return { exInfo: experimentInfo, command, config, metaInfo, ...found };
}
