import { openDB } from "idb";
import { messageOf } from "../../../core/errors/thrown.ts";
import { ObserverError } from "../../../core/errors/index.ts";
import { MIGRATIONS } from "./migrations.ts";
import { type RunsDatabase, type RunsSchema, SCHEMA_VERSION } from "./schema.ts";

/** Other tabs close their connections when they are told of the upgrade; one that hasn't after this time stores a run. */
const BLOCKED_MILLISECONDS = 2000;

export interface DatabaseWatch {
  /** a newer version, or a deletion, waits in another tab for this connection to be closed */
  wanted?(): void;
  /** the connection is gone */
  closed?(): void;
}

/**
 * Opens the database, and brings it to the current version.
 *
 * @throws {ObserverError} where the browser refuses, a newer version has written it, or a run of another tab is in the way
 */
export async function openDatabase(name: string, watch: DatabaseWatch = {}): Promise<RunsDatabase> {
  let refuse: (error: ObserverError) => void = () => undefined;
  const refused = new Promise<never>((_resolve, reject) => (refuse = reject));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const opening = open(name, watch, () => {
    timer ??= setTimeout(() => refuse(blocked(name)), BLOCKED_MILLISECONDS);
  });
  try {
    return await Promise.race([opening, refused]);
  } catch (error) {
    // What opens after all would only be in the way of others.
    void opening.then((database) => database.close()).catch(() => undefined);
    throw error instanceof ObserverError ? error : unopened(name, error);
  } finally {
    clearTimeout(timer);
  }
}

async function open(name: string, watch: DatabaseWatch, onBlocked: () => void): Promise<RunsDatabase> {
  if (typeof indexedDB === "undefined") throw unopened(name, new Error("there is no IndexedDB"));
  let failure: unknown;
  const opened = openDB<RunsSchema>(name, SCHEMA_VERSION, {
    async upgrade(database, oldVersion, _newVersion, transaction) {
      try {
        for (const migrate of MIGRATIONS.slice(oldVersion, SCHEMA_VERSION)) await migrate(database, transaction);
      } catch (error) {
        failure = error;
        // The database stays as it was; the opening tells of it.
        transaction.done.catch(() => undefined);
        transaction.abort();
      }
    },
    blocked: onBlocked,
    blocking: () => watch.wanted?.(),
    terminated: () => watch.closed?.(),
  });
  return opened.catch((error: unknown) => {
    throw failure ?? error;
  });
}

function blocked(name: string): ObserverError {
  return new ObserverError(
    `The database "${name}" has to be brought to a new version, but another tab still stores a run with the old one. Wait until that has ended, or close the tab, then try again.`,
  );
}

function unopened(name: string, cause: unknown): ObserverError {
  const reason = messageOf(cause);
  if (cause instanceof Error && cause.name === "VersionError") {
    return new ObserverError(
      `The database "${name}" was written by a newer version of sacred-ts than this page has. Reload the page, or upgrade the package; nothing in it was changed.`,
      { cause },
    );
  }
  return new ObserverError(
    `Runs can't be stored in this browser: IndexedDB can't be opened (${reason}). Allow this site to store data (a private window or blocked cookies refuse it), or run without the IndexedDbObserver.`,
    { cause },
  );
}
