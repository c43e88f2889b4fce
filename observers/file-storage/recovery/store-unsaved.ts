import { join } from "node:path";
import { isoFromMilliseconds, millisecondsOf } from "../../../core/record/iso-time.ts";
import { pythonJson } from "../../../core/record/python-json.ts";
import { isDictionary } from "../../../core/record/run-entry.ts";
import { writeWhole } from "../atomic-write.ts";
import { bytesOfUnits } from "../cout-file.ts";
import { piecesOf, sizeOf } from "../pieces.ts";
import { writePieces } from "./write-pieces.ts";

type Event = Readonly<Record<string, unknown>>;
type Entry = Readonly<Record<string, unknown>>;

/** What run.json says after these events. */
export function entryAfter(entry: Entry, events: readonly Event[]): Entry {
  return Object.assign({}, entry, ...events.map(changesBy));
}

function changesBy(event: Event): Entry {
  switch (event["event"]) {
    case "heartbeatEvent":
      return { heartbeat: timeOf(event["beatTime"]), result: event["result"] };
    case "completedEvent":
      return { status: "COMPLETED", stop_time: timeOf(event["stopTime"]), result: event["result"] };
    case "interruptedEvent":
      return { status: event["status"], stop_time: timeOf(event["interruptTime"]) };
    case "failedEvent":
      return { status: "FAILED", stop_time: timeOf(event["failTime"]), fail_trace: event["failTrace"] };
    default:
      return {};
  }
}

/** Dates of events are written with milliseconds, those of an entry with Python's microseconds. */
function timeOf(time: unknown): unknown {
  const milliseconds = millisecondsOf(time);
  return Number.isNaN(milliseconds) ? time : isoFromMilliseconds(milliseconds);
}

/** Stores output and info of heartbeats that never found room; may be done again. */
export function storeBeats(dir: string, events: readonly Event[], strict: boolean): void {
  for (const { event, output, info } of events) {
    if (event !== "heartbeatEvent") continue;
    if (isDictionary(info) && Object.keys(info).length > 0)
      writeWhole(join(dir, "info.json"), pythonJson(info, { strict }));
    if (isDictionary(output) && typeof output["offset"] === "number" && typeof output["text"] === "string")
      replaceOutput(join(dir, "cout.txt"), output["offset"], output["text"]);
  }
}

/** The text takes the place of everything from `offset` on, in UTF-16 units. What is missing before it stays missing. */
function replaceOutput(path: string, offset: number, text: string): void {
  const stored = sizeOf(path) ?? 0;
  writePieces(path, continued(path, stored === 0 ? 0 : (bytesOfUnits(path, offset) ?? stored), text));
}

function* continued(path: string, bytes: number, text: string): Generator<Uint8Array> {
  if (bytes > 0) yield* piecesOf(path, 0, bytes);
  yield Buffer.from(text);
}
