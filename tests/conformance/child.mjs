// Compares cases that print and capture, in a process of their own: the streams of the caller are left alone.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lifecycle } from "./kinds/lifecycle.mjs";

const KINDS = { lifecycle };
const folder = mkdtempSync(join(tmpdir(), "sacred-conformance-"));
process.chdir(folder);
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

process.on("message", async ({ file, testCase }) => {
  try {
    process.send({ difference: await KINDS[file](testCase) });
  } catch (error) {
    process.send({ difference: `the comparison failed: ${error.stack}` });
  }
});
