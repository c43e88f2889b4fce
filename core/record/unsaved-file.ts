/** What a file is called that holds what an observer could not store of a run. */
export function unsavedFileName(pid: number, milliseconds: number): string {
  return `sacred-unsaved-${pid}-${milliseconds}.json`;
}

export function isUnsavedFileName(name: string): boolean {
  return /^sacred-unsaved-\d+-\d+\.json$/.test(name);
}
