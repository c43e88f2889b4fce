/**
 * False in a worker thread, where Node replaces what concerns the whole process by functions that are `disabled`.
 * node:worker_threads says the same, but takes 2 ms to be loaded.
 */
export const isMainThread: boolean = !("disabled" in process.chdir);
