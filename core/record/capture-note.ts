/** The file beside a run's record that says where its output is being captured. */
export const CAPTURE_NOTE = ".capture";

/** Where a run's output can be found if its process dies: in `file`, from the byte `offset` on. */
export interface CaptureNote {
  readonly file: string;
  readonly offset: number;
}

/** What the file that captures output is called, in the temporary folder. */
export function captureFileName(pid: number, count: number): string {
  return `sacred-ts-capture-${pid}-${count}.txt`;
}

/** The process whose output a file of this name holds; undefined if it is no such name. */
export function processOfCapture(name: string): number | undefined {
  const pid = /^sacred-ts-capture-(\d+)-\d+\.txt$/.exec(name)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

export function formatCaptureNote({ file, offset }: CaptureNote): string {
  return `${JSON.stringify({ file, offset })}\n`;
}

/** Reads a note; undefined if it is none, or names anything but a file of captured output. */
export function parseCaptureNote(text: string): CaptureNote | undefined {
  let note: unknown;
  try {
    note = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof note !== "object" || note === null || !("file" in note) || !("offset" in note)) return undefined;
  const { file, offset } = note;
  if (typeof file !== "string" || !/[/\\]sacred-ts-capture-\d+-\d+\.txt$/.test(file)) return undefined;
  if (typeof offset !== "number" || !Number.isSafeInteger(offset) || offset < 0) return undefined;
  return { file, offset };
}
