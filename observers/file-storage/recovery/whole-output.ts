import { TerminalText } from "../../../core/run/terminal-text.ts";
import { decoded, piecesOf, sizeOf } from "../pieces.ts";
import type { CapturedFile } from "./captured-file.ts";

const [BACKSPACE, LINE_FEED, CARRIAGE_RETURN] = [8, 10, 13];

/** What goes on for longer is no line that somebody overwrites: as it is then, it stays. */
const LONGEST_LINE = 1 << 20;

/** Bytes of a run's output. It may have any size, and is gone through piece by piece, as often as one likes. */
type OutputBytes = () => Iterable<Uint8Array>;

export interface WholeOutput {
  readonly bytes: OutputBytes;
  /** cout.txt has all of it */
  readonly isStored: boolean;
}

/**
 * What is stored, completed by what was captured: as it was printed, or as a terminal shows it, whichever goes on where the
 * stored part ends.
 *
 * @param stored the path of cout.txt, which may be missing
 * @returns undefined if those two don't fit together
 */
export function wholeOutput(stored: string, captured: CapturedFile | undefined): WholeOutput | undefined {
  const storedBytes = sizeOf(stored);
  const capturedBytes = captured && sizeOf(captured.path);
  if (captured === undefined || capturedBytes === undefined) {
    const isStored = storedBytes !== undefined;
    return { bytes: () => (isStored ? piecesOf(stored) : []), isStored };
  }
  const { path, offset } = captured;
  const printed: OutputBytes = () => piecesOf(path, offset);
  if (storedBytes === undefined || beginsWith(printed(), piecesOf(stored)))
    return { bytes: printed, isStored: storedBytes === capturedBytes - offset };
  // The last line that was stored may have been overwritten since; all before it stands.
  const settled = settledBytes(stored);
  if (settled === 0 || !isOverwritten(printed())) return undefined;
  const shown: OutputBytes = () => shownBytes(printed());
  return beginsWith(shown(), piecesOf(stored, 0, settled)) ? { bytes: shown, isStored: false } : undefined;
}

function settledBytes(path: string): number {
  let [read, settled] = [0, 0];
  for (const piece of piecesOf(path)) {
    const lastBreak = piece.lastIndexOf(LINE_FEED);
    if (lastBreak >= 0) settled = read + lastBreak + 1;
    read += piece.length;
  }
  return settled;
}

function isOverwritten(printed: Iterable<Uint8Array>): boolean {
  for (const piece of printed) if (piece.includes(CARRIAGE_RETURN) || piece.includes(BACKSPACE)) return true;
  return false;
}

/**
 * As `applyBackspacesAndLinefeeds` shows it: only the unfinished line is remembered. Lines in which nothing is overwritten go
 * past the screen: 2.2 GB of them take a quarter of a minute instead of two and a half.
 */
function* shownBytes(printed: Iterable<Uint8Array>): Generator<Uint8Array> {
  let screen = new TerminalText();
  let unfinished = 0;
  const shown = (text: string): string => {
    screen.push(text);
    const all = screen.take().text;
    const finished = all.lastIndexOf("\n") + 1;
    unfinished = all.length - finished;
    return all.slice(0, finished);
  };
  for (const text of decoded(printed)) {
    const [first, last] = [text.indexOf("\n") + 1, text.lastIndexOf("\n") + 1];
    const whole = text.slice(first, last);
    if (/[\r\b]/.test(whole)) yield Buffer.from(shown(text));
    else {
      yield Buffer.from(shown(text.slice(0, first)) + whole);
      shown(text.slice(last));
    }
    if (unfinished <= LONGEST_LINE) continue;
    yield Buffer.from(screen.take().text);
    screen = new TerminalText();
  }
  yield Buffer.from(screen.take().text);
}

function beginsWith(whole: Iterable<Uint8Array>, beginning: Iterable<Uint8Array>): boolean {
  const pieces = whole[Symbol.iterator]();
  let piece: Uint8Array = new Uint8Array();
  try {
    for (let wanted of beginning) {
      while (wanted.length > 0) {
        if (piece.length === 0) {
          const next = pieces.next();
          if (next.done === true) return false;
          piece = next.value;
        }
        const length = Math.min(piece.length, wanted.length);
        if (Buffer.compare(piece.subarray(0, length), wanted.subarray(0, length)) !== 0) return false;
        piece = piece.subarray(length);
        wanted = wanted.subarray(length);
      }
    }
    return true;
  } finally {
    pieces.return?.();
  }
}
