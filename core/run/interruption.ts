/** What ends a run from outside of its command: the first of a signal, an uncaught error, an event loop that runs empty. */
export class Interruption {
  /** rejects with what was raised */
  readonly raised: Promise<never>;
  #reject: (error: unknown) => void = () => undefined;
  #first: { readonly error: unknown } | undefined = undefined;

  constructor() {
    this.raised = new Promise<never>((_resolve, reject) => {
      this.#reject = reject;
    });
    // Awaited only while the command runs: before and after, a rejection must not be "unhandled".
    this.raised.catch(() => undefined);
  }

  raise(error: unknown): void {
    this.#first ??= { error };
    this.#reject(error);
  }

  /** Throws what has been raised so far. */
  check(): void {
    if (this.#first !== undefined) throw this.#first.error;
  }
}
