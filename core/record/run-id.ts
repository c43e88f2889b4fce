import { ObserverError } from "../errors/index.ts";

const WINDOWS_DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i;

/** An id must be the name of one folder, directly below the base folder, and none of ours. */
export function assertFolderName(id: string): void {
  const isBad =
    id === "" ||
    id.startsWith(".") ||
    id.startsWith("_") ||
    /[/\\:*?"<>|]|\p{Cc}/u.test(id) ||
    /[. ]$/.test(id) ||
    WINDOWS_DEVICES.test(id);
  if (!isBad) return;
  throw new ObserverError(
    `The run id ${JSON.stringify(id)} can't be the name of a run's folder: it must not be empty, start with "." or "_", or hold any of / \\ : * ? " < > |.`,
  );
}
