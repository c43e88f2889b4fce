/** The name of the symbol under which the global object of the main thread has what is called when a pause begins. */
export const HOLD = "sacred-ts.pause";

export interface PauseSetup {
  /** paths and URLs of the package's own code */
  readonly ownFolders: readonly string[];
}

/** To the thread: pause at the next failure. It answers "armed", or why it can't. */
export type PauseMessage = "arm";
