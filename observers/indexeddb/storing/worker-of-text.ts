const REVOKE_MILLISECONDS = 60_000;

/** A worker that runs a module given as text. */
export function workerOfText(source: string, name: string): Worker {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    return new Worker(url, { type: "module", name });
  } finally {
    // The worker has begun to fetch it.
    setTimeout(() => URL.revokeObjectURL(url), REVOKE_MILLISECONDS);
  }
}
