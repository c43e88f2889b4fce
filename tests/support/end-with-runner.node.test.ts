import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { exists } from "../../observers/file-storage/run-owner.ts";

const VITEST = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
const CONFIG = fileURLToPath(new URL("orphans/vitest.config.ts", import.meta.url));

test.skipIf(process.platform === "win32")(
  "programs that tests have started end with a runner that is killed",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "sacred-orphans-"));
    const file = join(folder, "pids");
    const runner = spawn(process.execPath, [VITEST, "run", "--config", CONFIG], {
      stdio: "ignore",
      env: { ...process.env, PIDS: file },
    });
    try {
      const pids = await expect
        .poll(() => readPids(file))
        .toHaveLength(3)
        .then(() => readPids(file));
      expect(pids.map(exists)).toEqual([true, true, true]);
      runner.kill("SIGKILL");
      await once(runner, "exit");
      await expect.poll(() => pids.filter(exists)).toEqual([]);
    } finally {
      runner.kill("SIGKILL");
      rmSync(folder, { recursive: true });
    }
  },
);

function readPids(file: string): number[] {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return [];
  }
}
