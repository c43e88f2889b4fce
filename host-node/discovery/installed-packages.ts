import { readdir, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { packageJson, packageText } from "./package-json.ts";

/** All packages that a program in `folder` could import, and those that they use, as "name==version". */
export async function installedPackages(folder: string): Promise<Set<string>> {
  const found = new Set<string>();
  const seen = new Set<string>();
  for (let above = folder; ; above = dirname(above)) {
    await collect(join(above, "node_modules"), found, seen);
    if (dirname(above) === above) return found;
  }
}

async function collect(modules: string, found: Set<string>, seen: Set<string>): Promise<void> {
  const names = await readdir(modules).catch(() => []);
  await Promise.all(
    names.map(async (name) => {
      const path = join(modules, name);
      if (name.startsWith("@")) return collect(path, found, seen);
      // pnpm keeps each package in a folder of its own, beside those that it uses.
      if (name === ".pnpm") {
        const stores = await readdir(path).catch(() => []);
        await Promise.all(stores.map((store) => collect(join(path, store, "node_modules"), found, seen)));
      } else if (!name.startsWith(".")) await add(path, found, seen);
    }),
  );
}

async function add(path: string, found: Set<string>, seen: Set<string>): Promise<void> {
  const folder = await realpath(path).catch(() => path);
  if (seen.has(folder)) return;
  seen.add(folder);
  const json = await packageJson(folder);
  if (json?.name !== undefined && json.version !== undefined) found.add(packageText(json));
  await collect(join(folder, "node_modules"), found, seen);
}
