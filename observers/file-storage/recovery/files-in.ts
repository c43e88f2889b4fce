import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * What files of a kind say, by their folder. Each folder is looked through once: there may be as many runs as names in it.
 *
 * @param read gives undefined for what is no such file after all
 */
export function filesIn<T>(
  isOne: (name: string) => boolean,
  read: (path: string) => T | undefined,
): (folder: string) => readonly T[] {
  const known = new Map<string, readonly T[]>();
  return (folder) => {
    let found = known.get(folder);
    if (found === undefined) {
      found = namesIn(folder)
        .filter(isOne)
        .flatMap((name) => read(join(folder, name)) ?? []);
      known.set(folder, found);
    }
    return found;
  };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // The run's own machine, or container, had it.
    return [];
  }
}
