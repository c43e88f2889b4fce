import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Run } from "../../core/run/run.ts";
import { experiment } from "../../host-node/index.ts";
import { FileStorageObserver } from "../../observers/file-storage/index.ts";
import { canMount, onSmallDisk } from "./mounts.ts";

test.runIf(canMount)("an artifact that a disk has no room for leaves no half file; what fits is stored", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sacred-artifacts-"));
  const [large, small] = [join(folder, "large.bin"), join(folder, "small.bin")];
  writeFileSync(large, new Uint8Array(4 << 20));
  writeFileSync(small, "fits");
  const said: string[] = [];
  try {
    await onSmallDisk("1m", async (disk) => {
      const ex = experiment("full", { observers: [new FileStorageObserver(disk)] });
      const say = (text: string): void => void said.push(text);
      ex.logger = { debug: () => undefined, info: () => undefined, warn: say, error: say };
      ex.main(async ({ _run }: { readonly _run: Run }) => {
        await _run.addArtifact(large);
        await _run.addResource(large);
        await _run.addArtifact(small);
        return 1;
      });
      await ex.run({ options: { capture: "no" } });
      const entry = JSON.parse(readFileSync(join(disk, "1", "run.json"), "utf8"));
      expect(entry).toMatchObject({ status: "COMPLETED", result: 1, artifacts: ["small.bin"], resources: [] });
      const files = readdirSync(disk, { recursive: true }).map(String);
      expect(files).toContain(join("1", "small.bin"));
      expect(files.filter((name) => name.includes("large") || name.endsWith(".tmp"))).toEqual([]);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  expect(said.join("\n")).toContain("ENOSPC");
});
