import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Mounts a small file system in memory for `work`, and takes it away afterwards. */
export async function onSmallDisk(size: string, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sacred-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]);
    try {
      await work(folder);
    } finally {
      execFileSync("umount", [folder]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tryMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "sacred-disk-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]).status === 0;
  if (mounted) execFileSync("umount", [folder]);
  rmSync(folder, { recursive: true, force: true });
  return mounted;
}

/** Mounting takes root on Linux. */
export const canMount: boolean = process.platform === "linux" && tryMount();
if (!canMount) {
  console.warn(
    "\nNo file system can be mounted here: the tests of full and read-only disks are SKIPPED (run them as root).\n",
  );
}
