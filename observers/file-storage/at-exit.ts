const tasks = new Set<() => void>();

/** What is to be done when the process ends: under one listener, for Node warns of a leak when there are more than ten. */
export function doAtExit(task: () => void): void {
  if (tasks.size === 0) process.on("exit", doAll);
  tasks.add(task);
}

/** It is done, or has become needless. */
export function forgetAtExit(task: () => void): void {
  if (tasks.delete(task) && tasks.size === 0) process.removeListener("exit", doAll);
}

function doAll(): void {
  for (const task of tasks) task();
}
