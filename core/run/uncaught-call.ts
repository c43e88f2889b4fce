/**
 * Calls the command so that nobody seems to catch what it throws: a debugger that pauses at uncaught exceptions then pauses
 * where the command fails, its stack and locals alive. V8 looks for a `catch` on the stack and along the promises that are
 * awaited, so the outcome is handed on only once it is there (`try … finally` doesn't count).
 */
export function uncaughtCall<T>(call: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const invoke = async (): Promise<T> => {
      // Off the stack of the caller, who does catch.
      await Promise.resolve();
      try {
        return await call();
      } finally {
        outcome.then(resolve, reject);
      }
    };
    const outcome = invoke();
  });
}
