import { deleteDB } from "idb";
import { experiment, settings } from "../../host-browser/index.ts";
import { IndexedDbObserver, type IndexedDbOptions, IndexedDbReader } from "../../observers/indexeddb/index.ts";
import type { Run } from "../../core/run/run.ts";

// A development server has hundreds of modules: just this one is stored, as the source of each run.
settings.discoverSources = "none";
settings.discoverDependencies = "none";

let count = 0;

/** A database of its own for a test. */
export function freshDatabase(): string {
  return `sacred-test-${Date.now()}-${count++}`;
}

/** Stores a run of a small experiment. */
export async function storeRun(
  database: string,
  main: (config: { readonly _run: Run }) => unknown,
  { id, seed = 5, name = "stored", lr = 1, ...options }: Partial<IndexedDbOptions> & StoreOptions = {},
) {
  const ex = experiment(name, { observers: [new IndexedDbObserver({ ...options, database })] }).config({ lr });
  ex.main({ name: "main" }, main);
  return ex.run({
    configUpdates: { seed },
    options: { loglevel: "CRITICAL", ...(id === undefined ? {} : { id }) },
  });
}

interface StoreOptions {
  readonly id?: string;
  readonly seed?: number;
  readonly name?: string;
  readonly lr?: number;
}

/** Calls `use` with a database and its reader, and deletes the database afterwards. */
export async function withDatabase(use: (database: string, reader: IndexedDbReader) => Promise<void>): Promise<void> {
  const database = freshDatabase();
  const reader = new IndexedDbReader({ database });
  try {
    await use(database, reader);
  } finally {
    reader.close();
    await deleteDB(database);
  }
}
