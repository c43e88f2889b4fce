// As core/real-time.ts, of what only Node has, or what isn't worth its bytes in browsers. Not `performance`, which it loads when it is first asked for: use process.uptime().

export const queueMicrotask: typeof globalThis.queueMicrotask = globalThis.queueMicrotask;
export const setImmediate: typeof globalThis.setImmediate = globalThis.setImmediate;
