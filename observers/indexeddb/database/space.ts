const LITTLE_BYTES = 50e6;

/** What this site may still store, in bytes; undefined where the browser doesn't tell. */
async function estimate(): Promise<{ readonly usage: number; readonly quota: number } | undefined> {
  try {
    const { usage, quota } = await navigator.storage.estimate();
    return usage === undefined || quota === undefined ? undefined : { usage, quota };
  } catch {
    // Insecure pages have no navigator.storage.
    return undefined;
  }
}

export async function describeSpace(): Promise<string> {
  const space = await estimate();
  if (space === undefined) return "its size is unknown";
  // Chromium tells sites 10 GiB more than they use, whatever is left, so that they don't know each other by it.
  if (space.quota - space.usage > LITTLE_BYTES) return `${megabytes(space.usage)} MB are used`;
  return `${megabytes(space.usage)} of ${megabytes(space.quota)} MB are used`;
}

/** A warning while there is still room; undefined if there is enough. */
export async function warningOfLittleSpace(): Promise<string | undefined> {
  const space = await estimate();
  if (space === undefined || space.quota - space.usage > LITTLE_BYTES) return undefined;
  return `The browser's storage for this site is nearly full: ${await describeSpace()}. Export runs and delete them (IndexedDbReader) before it is.`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
