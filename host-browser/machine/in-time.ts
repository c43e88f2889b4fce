/** How long a run waits for what a browser says about its machine: asking for a GPU may start a program, or hang with its driver. */
const LONGEST_WAIT_MS = 500;

/** The answer, or undefined if there is an error or none has come in time. */
export async function inTime<T>(ask: () => T | Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), LONGEST_WAIT_MS);
  });
  try {
    return await Promise.race([ask(), limit]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
