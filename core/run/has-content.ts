import type { RunEvent } from "./observer.ts";

/** Is what an event tells lost if nobody could store it? A file that could not be stored is still where it was. */
export function hasContent([name]: RunEvent): boolean {
  return name !== "resourceEvent" && name !== "artifactEvent";
}
