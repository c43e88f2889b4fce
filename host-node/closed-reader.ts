import type { Writable } from "node:stream";

const holders = new Map<Writable, number>();

/**
 * Until the returned function is called, output goes on when nobody reads it any more (`program | head`): Python's Sacred, and Node by
 * itself, would fail the run with a broken pipe. What was asked for is done, and recorded.
 */
export function outliveReader(stream: Writable): () => void {
  const before = holders.get(stream) ?? 0;
  if (before === 0) stream.on("error", onError);
  holders.set(stream, before + 1);
  // The error of a write comes a little later than the write. A program that has nothing else to do ends without that.
  return () => void setImmediate(() => release(stream)).unref();
}

function release(stream: Writable): void {
  const left = (holders.get(stream) ?? 1) - 1;
  holders.set(stream, left);
  if (left > 0) return;
  holders.delete(stream);
  stream.removeListener("error", onError);
}

/** Any other error is what it would be without us: one that nobody handles. */
function onError(this: Writable, error: NodeJS.ErrnoException): void {
  const isReaderGone = error.code === "EPIPE" || error.code === "ECONNRESET";
  if (!isReaderGone && this.listenerCount("error") === 1) throw error;
}
