import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inFolder, isThorough, parseAll, start } from "./run-folders.ts";

const VERSIONS = isThorough ? 5000 : 100;

test(
  `${VERSIONS} versions of run.json, written by two threads, are each read whole`,
  { timeout: 600_000 },
  async () => {
    await inFolder(async (folder) => {
      const { child } = start("beat-often.mjs", folder);
      const dir = join(folder, "1");
      const seen = new Set<unknown>();
      try {
        while (seen.size < VERSIONS) {
          if (child.exitCode !== null) throw new Error("The program has ended.");
          try {
            parseAll(dir);
            seen.add(JSON.parse(readFileSync(join(dir, "run.json"), "utf8")).heartbeat);
          } catch (error) {
            // Before the first files are there.
            if (seen.size > 0 || !String(error).includes("ENOENT")) throw error;
          }
          await new Promise((resolve) => setImmediate(resolve));
        }
      } finally {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      expect(seen.size).toBe(VERSIONS);
    });
  },
);
