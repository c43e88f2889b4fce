import { ObserverError } from "../../../core/errors/index.ts";

export function damaged(why: string, cause?: unknown): ObserverError {
  return new ObserverError(`The .zip can't be imported: ${why}. Nothing was imported.`, { cause });
}
