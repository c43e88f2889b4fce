/** How long a run waits for its logger at its end. */
const MOMENT_MILLISECONDS = 1000;

/** Resolves when `start` calls back, or throws, or a second has passed. */
export function withinMoment(start: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, MOMENT_MILLISECONDS);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    try {
      start(done);
    } catch {
      // A destination that is closed has nothing more to write.
      done();
    }
  });
}
