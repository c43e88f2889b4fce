// Compares cases that print and capture, in a process of their own: the streams of the caller are left alone.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settings } from "sacred-ts";
import { lifecycle } from "./kinds/lifecycle.mjs";
import { fileStorage, fileStorageOptions, metricsLogger } from "./kinds/storage.mjs";

// As the vectors were recorded.
settings.hostInfo.includeGpuInfo = false;
settings.hostInfo.includeCpuInfo = false;

const KINDS = {
  lifecycle,
  "storage/index": fileStorage,
  "storage/file_storage_options": fileStorageOptions,
  "storage/metrics": metricsLogger,
};
const folder = mkdtempSync(join(tmpdir(), "sacred-conformance-"));
process.chdir(folder);
process.once("exit", () => {
  process.chdir("/");
  rmSync(folder, { recursive: true, force: true });
});

process.on("message", async ({ file, testCase, vectors }) => {
  try {
    process.send({ difference: await KINDS[file](testCase, vectors) });
  } catch (error) {
    process.send({ difference: `the comparison failed: ${error.stack}` });
  }
});
