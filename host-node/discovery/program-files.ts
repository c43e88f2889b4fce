import { readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { PROGRAM_EXTENSIONS } from "./source-file.ts";

/** What holds no programs of the experiment's own: installed packages, and copies that runs have stored. */
const FOREIGN_FOLDERS = new Set(["node_modules", "_sources", "_resources"]);

/** All program files in a folder and below; not those of foreign and hidden folders, or behind links. */
export async function programFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory())
        return FOREIGN_FOLDERS.has(entry.name) || entry.name.startsWith(".") ? [] : programFiles(path);
      return entry.isFile() && PROGRAM_EXTENSIONS.has(extname(entry.name)) ? [path] : [];
    }),
  );
  return found.flat();
}
