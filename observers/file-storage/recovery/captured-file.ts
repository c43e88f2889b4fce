import { lstatSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { CAPTURE_NOTE, parseCaptureNote } from "../../../core/record/capture-note.ts";
import { applyBackspacesAndLinefeeds } from "../../../core/run/terminal-text.ts";
import { replaceBy } from "../atomic-write.ts";
import type { RunOwner } from "../run-owner.ts";
import { readBytes, readIfThere } from "./run-entry.ts";

/** Output that fits neither the stored text nor its filter: it is kept beside. */
const ASIDE = "cout.captured.txt";

const LINE_FEED = 10;

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
  const stored = readBytes(path);
  const whole = wholeOutput(stored, captured);
  if (whole === undefined) {
    const content = readBytes(captured?.path ?? "")?.subarray(captured?.offset) ?? new Uint8Array();
    replaceBy(join(dir, ASIDE), (temporary) => writeFileSync(temporary, content));
    return content.length;
  }
  // Sacred's readers expect the file, empty or not.
  if (stored === undefined || !stored.equals(whole)) replaceBy(path, (temporary) => writeFileSync(temporary, whole));
  return Math.max(0, whole.length - (stored?.length ?? 0));
}

/** What is stored, completed by what was captured; undefined if those two don't fit together. */
export function wholeOutput(
  stored: Uint8Array | undefined,
  captured: CapturedFile | undefined,
): Uint8Array | undefined {
  const added = captured === undefined ? undefined : readBytes(captured.path)?.subarray(captured.offset);
  if (added === undefined) return stored ?? new Uint8Array();
  return stored === undefined ? added : continuation(stored, added);
}

/** The whole output, if what is stored is its beginning: as it was printed, or as a terminal shows it. */
function continuation(stored: Uint8Array, captured: Buffer): Uint8Array | undefined {
  if (captured.subarray(0, stored.length).equals(stored)) return captured;
  // The last line that was stored may have been overwritten since; all before it stands.
  const settled = stored.subarray(0, stored.lastIndexOf(LINE_FEED) + 1);
  if (settled.length === 0) return undefined;
  const text = captured.toString("utf8");
  if (!/[\r\b]/.test(text)) return undefined;
  const shown = Buffer.from(applyBackspacesAndLinefeeds(text));
  return shown.subarray(0, settled.length).equals(settled) ? shown : undefined;
}

/**
 * The run has all of its output: nothing points to the capture any more. The file itself is left to whoever cleans the
 * temporary folder: runs that overlapped, and other observers of the same run, have their part in it, too.
 */
export function removeCaptureNote(dir: string): void {
  rmSync(join(dir, CAPTURE_NOTE), { force: true });
}
