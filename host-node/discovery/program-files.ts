import { readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { PROGRAM_EXTENSIONS } from "./source-file.ts";

/** All program files in a folder and below; not those of installed packages, of hidden folders, or behind links. */
export async function programFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory())
        return entry.name === "node_modules" || entry.name.startsWith(".") ? [] : programFiles(path);
      return entry.isFile() && PROGRAM_EXTENSIONS.has(extname(entry.name)) ? [path] : [];
    }),
  );
  return found.flat();
}
