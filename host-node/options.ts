import { type CliOption, cliOption } from "../core/cli/option.ts";
import { pdbOption, unavailableOption } from "../core/cli/stock-options.ts";

/** Options that bring an observer or the inspector; each is loaded when its option is used. */
export const OPTIONS: readonly CliOption[] = [
  pdbOption("Break into the inspector where the command fails (also --inspect).", async (_value, run) => {
    const { pauseAtFailures } = await import("./inspector/pause-at-failures.ts");
    pauseAtFailures(run);
  }),
  cliOption("-F, --file_storage BASEDIR", "Store the run in a folder below BASEDIR.", async (basedir, run) => {
    const { FileStorageObserver } = await import("../observers/file-storage/file-storage-observer.ts");
    const added = new FileStorageObserver(String(basedir));
    const isThere = run.observers.some(
      (other) => other instanceof FileStorageObserver && other.basedir === added.basedir,
    );
    // Two observers of one folder would fight for the run's id.
    if (!isThere) run.observers.push(added);
  }),
  unavailableOption("-m, --mongo_db DB", "Store the run in MongoDB.", "The MongoDB observer"),
  unavailableOption("-s, --sql DB_URL", "Store the run in a SQL database.", "The SQL observer"),
  unavailableOption("-S, --s3 BUCKET", "Store the run in an S3 bucket.", "The S3 observer"),
  unavailableOption("-G, --gcs BUCKET", "Store the run in Google Cloud Storage.", "The Google Cloud Storage observer"),
  unavailableOption("-t, --tiny_db BASEDIR", "Store the run in a TinyDB.", "The TinyDB observer"),
];
