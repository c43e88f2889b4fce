// As core/real-time.ts, of what only Node has. Not `performance`, which it loads when it is first asked for: use process.uptime().

export const setImmediate: typeof globalThis.setImmediate = globalThis.setImmediate;
