// Timers and dates as they were when the package was loaded. Tests that set the clock of a program (fake timers of vitest, sinon,
// node:test) mean what they test, and its runs go on, and are stored with the times at which they happened.
//
// Nothing imports this: in the built package the globals of these names are these everywhere (scripts/real-time.mjs).

export const Date: DateConstructor = globalThis.Date;
export const setTimeout: typeof globalThis.setTimeout = globalThis.setTimeout;
export const clearTimeout: typeof globalThis.clearTimeout = globalThis.clearTimeout;
export const setInterval: typeof globalThis.setInterval = globalThis.setInterval;
export const clearInterval: typeof globalThis.clearInterval = globalThis.clearInterval;
