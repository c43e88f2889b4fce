import { lstatSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { CAPTURE_NOTE, parseCaptureNote } from "../../../core/record/capture-note.ts";
import { piecesOf, sizeOf } from "../pieces.ts";
import type { RunOwner } from "../run-owner.ts";
import { readIfThere } from "./run-entry.ts";
import { wholeOutput } from "./whole-output.ts";
import { writePieces } from "./write-pieces.ts";

/** Output that fits neither the stored text nor its filter: it is kept beside. */
const ASIDE = "cout.captured.txt";

/** What a capture has left behind. */
export interface CapturedFile {
  readonly path: string;
  /** bytes in front of the run's own output */
  readonly offset: number;
  /** when something was printed last, in milliseconds since the epoch */
  readonly lastWrite: number;
}

/**
 * The file that a dead run's capture has left. What `.capture` names is believed only if it is a plain file called as
 * captures of that very process are: a store from elsewhere must not make us copy whatever it likes.
 */
export function findCapturedFile(dir: string, owner: RunOwner | undefined): CapturedFile | undefined {
  const text = readIfThere(join(dir, CAPTURE_NOTE));
  const note = text === undefined ? undefined : parseCaptureNote(text);
  if (note === undefined || owner === undefined) return undefined;
  const { file: path, offset } = note;
  if (!basename(path).startsWith(`sacred-ts-capture-${owner.pid}-`)) return undefined;
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? { path, offset, lastWrite: stat.mtimeMs } : undefined;
}

/** Completes cout.txt with what was captured; may be done again. @returns how many bytes came to it */
export function attachOutput(dir: string, captured: CapturedFile | undefined): number {
  const path = join(dir, "cout.txt");
  const whole = wholeOutput(path, captured);
  if (whole === undefined) {
    const { path: capture = "", offset = 0 } = captured ?? {};
    return writePieces(join(dir, ASIDE), piecesOf(capture, offset));
  }
  if (whole.isStored) return 0;
  // Sacred's readers expect the file, empty or not.
  const stored = sizeOf(path) ?? 0;
  return Math.max(0, writePieces(path, whole.bytes()) - stored);
}

/**
 * The run has all of its output: nothing points to the capture any more. The file itself is left to whoever cleans the
 * temporary folder: runs that overlapped, and other observers of the same run, have their part in it, too.
 */
export function removeCaptureNote(dir: string): void {
  rmSync(join(dir, CAPTURE_NOTE), { force: true });
}
