// Import-free abort: leaves the facts in exported globals and traps; the host reads them after the RuntimeError.

// @ts-ignore: decorator
@lazy export let abortMessage: usize = 0;
// @ts-ignore: decorator
@lazy export let abortFile: usize = 0;
// @ts-ignore: decorator
@lazy export let abortLine: u32 = 0;

export function onAbort(message: string | null, file: string | null, line: u32, _column: u32): void {
  abortMessage = changetype<usize>(message);
  abortFile = changetype<usize>(file);
  abortLine = line;
  unreachable();
}
