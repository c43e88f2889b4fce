import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The file of this code, from which packages are looked up. Made into CommonJS by a bundler it has a `__filename`, and mostly no
 * address in `import.meta`; evaluated as text it has neither, and the working folder has to do.
 */
export function here(): string {
  try {
    // Not by typeof: webpack answers that itself, also for modules, where it isn't there.
    return __filename;
  } catch {
    // This is a module.
  }
  // esbuild leaves an empty object.
  const { url }: Partial<ImportMeta> = { url: import.meta.url };
  return url?.startsWith("file:") === true ? fileURLToPath(url) : join(process.cwd(), "here.js");
}
