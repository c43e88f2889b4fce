/**
 * Reads a stream to its end.
 *
 * @param take what it throws ends the reading
 * @param broken makes an error of what the stream itself fails with
 */
export async function eachChunk<Chunk>(
  stream: ReadableStream<Chunk>,
  take: (chunk: Chunk) => void,
  broken: (error: unknown) => unknown = (error) => error,
): Promise<void> {
  const reader = stream.getReader();
  const read = (): Promise<ReadableStreamReadResult<Chunk>> =>
    reader.read().catch((error: unknown) => Promise.reject(broken(error)));
  try {
    for (let next = await read(); !next.done; next = await read()) take(next.value);
  } catch (error) {
    await reader.cancel(error).catch(() => undefined);
    throw error;
  }
}
