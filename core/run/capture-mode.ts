import { UsageError } from "../errors/index.ts";
import type { CaptureMode } from "../host.ts";
import type { Run } from "./run.ts";

const CAPTURE_MODES: readonly CaptureMode[] = ["no", "sys", "fd"];

/**
 * How the output of a run is captured: as the user says, else not at all where nobody observes.
 *
 * @throws {UsageError} if there is no such mode
 */
export function captureModeOf({ captureMode, observers, onlookers }: Run, hostsDefault: CaptureMode): CaptureMode {
  if (captureMode === undefined) return observers.length + onlookers.length === 0 ? "no" : hostsDefault;
  if (CAPTURE_MODES.includes(captureMode)) return captureMode;
  throw new UsageError(`Unknown capture mode ${JSON.stringify(captureMode)}. There are: ${CAPTURE_MODES.join(", ")}.`);
}
