/** Frees what no request needs any more. Exporting the runtime for that would export, and keep, all of it. */
export function collect(): void {
  __collect();
}
