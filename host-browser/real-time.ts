// As core/real-time.ts, of what costs nothing only here: Node loads it when it is first asked for.

export const performance: Performance = globalThis.performance;
