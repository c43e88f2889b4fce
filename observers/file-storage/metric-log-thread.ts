// The helper thread of one run's folder. It stores metrics and keeps the heartbeat alive while the main thread is busy in a
// synchronous loop, so it never waits for anything that the main thread would have to do.

import { join } from "node:path";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { withHeartbeat } from "../../core/record/entry-text.ts";
import { isoTime } from "../../core/record/iso-time.ts";
import { writeWhole } from "./atomic-write.ts";
import { MetricLogWriter } from "./metric-log-writer.ts";
import { writeMetricsJson } from "./metrics-json.ts";
import {
  COMMAND,
  CONTROL,
  lock,
  type ThreadAnswer,
  type ThreadMessage,
  type ThreadSetup,
  unlock,
} from "./thread-protocol.ts";

/** Points are in the kernel within a second, or when a chunk is full: this leaves room for a slow disk. */
const POLL_MILLISECONDS = 200;
/** metrics.json may take a twentieth of the time. */
const REWRITE_PAUSE = 20;
const LEAST_REWRITE_PAUSE_MILLISECONDS = 2000;

const { dir, messages, control: shared, beatIntervalSeconds, strictJson }: ThreadSetup = workerData;
const control = new Int32Array(shared);
const log = new MetricLogWriter(join(dir, "metrics.log"));
let entry: string | undefined;
let entryVersion = 0;
// All intervals are of the monotonic clock: the time of day may be set back in the middle of a run.
let lastBeat = performance.now();
let nextRewrite = performance.now() + LEAST_REWRITE_PAUSE_MILLISECONDS;
let pointsInJson = 0;
let failure: string | undefined;
let isFinishing = false;

while (step());

function step(): boolean {
  const wake = Atomics.load(control, CONTROL.WAKE);
  const command = Atomics.load(control, CONTROL.COMMAND);
  if (command === COMMAND.LEAVE) {
    parentPort?.close();
    return false;
  }
  isFinishing ||= command === COMMAND.FINISH;
  readMessages();
  const isStored = report(() => {
    log.flush();
    if (isFinishing || (log.points > pointsInJson && performance.now() >= nextRewrite)) rewriteMetrics();
  });
  Atomics.store(control, CONTROL.STORED_CHUNKS, log.storedChunks);
  Atomics.notify(control, CONTROL.STORED_CHUNKS);
  if (!isFinishing) keepHeartbeat();
  if (command !== 0) {
    Atomics.compareExchange(control, CONTROL.COMMAND, command, 0);
    Atomics.store(control, CONTROL.DONE, command);
    Atomics.notify(control, CONTROL.DONE);
  }
  if (command === COMMAND.FINISH || (isFinishing && isStored)) answer({ kind: "finished", isStored });
  if (isFinishing && isStored) {
    log.close();
    messages.close();
    return false;
  }
  Atomics.wait(control, CONTROL.WAKE, wake, POLL_MILLISECONDS);
  return true;
}

function readMessages(): void {
  for (
    let received = receiveMessageOnPort(messages);
    received !== undefined;
    received = receiveMessageOnPort(messages)
  ) {
    const message: ThreadMessage = received.message;
    if (message.kind === "chunk") log.addChunk(message.chunk);
    else if (message.kind === "name") log.addName(message.id, message.name);
    else {
      ({ entry, version: entryVersion } = message);
      lastBeat = performance.now();
    }
  }
}

/** A disk that is full now may not be in a moment: nothing is dropped, and the next turn tries again. */
function report(work: () => void): boolean {
  const before = failure;
  try {
    work();
    failure = undefined;
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  Atomics.store(control, CONTROL.FAILED, failure === undefined ? 0 : 1);
  if (failure !== before) answer({ kind: "failure", reason: failure });
  return failure === undefined;
}

function answer(message: ThreadAnswer): void {
  parentPort?.postMessage(message);
}

function rewriteMetrics(): void {
  const start = performance.now();
  writeMetricsJson(join(dir, "metrics.json"), join(dir, "metrics.log"), log, strictJson);
  pointsInJson = log.points;
  const end = performance.now();
  nextRewrite = end + Math.max(LEAST_REWRITE_PAUSE_MILLISECONDS, REWRITE_PAUSE * (end - start));
}

/**
 * Writes run.json with a new heartbeat if the main thread is late. Both write under one lock, and this thread only what the
 * main thread has written last: a message that is still under way makes it wait for the next turn.
 */
function keepHeartbeat(): void {
  const isLate = performance.now() - lastBeat >= 1500 * beatIntervalSeconds;
  if (entry === undefined || beatIntervalSeconds <= 0 || !isLate) return;
  if (!lock(control, 0)) return;
  try {
    const isOld = Atomics.load(control, CONTROL.VERSION) !== entryVersion;
    if (isOld || Atomics.load(control, CONTROL.COMMAND) === COMMAND.LEAVE) return;
    lastBeat = performance.now();
    writeWhole(join(dir, "run.json"), withHeartbeat(entry, isoTime(new Date())));
  } catch {
    // The heartbeats of the main thread fail as well, and say so.
  } finally {
    unlock(control);
  }
}
