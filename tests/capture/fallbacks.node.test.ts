import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { program, runOn } from "./run-on.ts";

const WARNING = /The capture mode "fd" doesn't work here: (.*)\. The mode "sys" is used/g;

function reasons(shown: string): (string | undefined)[] {
  return [...shown.matchAll(WARNING)].map(([, reason]) => reason);
}

test("where add-ons are not allowed the streams are captured, with one warning", async () => {
  const { shown, answer, code } = await runOn("socket", "simple.mjs", { nodeArgs: ["--no-addons"] });
  expect(code).toBe(0);
  expect(answer).toBe("printed\n");
  expect(reasons(shown)).toEqual([
    "the package koffi, which calls the system for it, can't be loaded (ERR_DLOPEN_DISABLED)",
  ]);
});

test("where koffi is not installed the streams are captured, with one warning", () => {
  const folder = mkdtempSync(join(tmpdir(), "sacred-no-koffi-"));
  const modules = join(folder, "node_modules");
  const installed = join(modules, "sacred-ts");
  mkdirSync(installed, { recursive: true });
  const root = fileURLToPath(new URL("../..", import.meta.url));
  cpSync(join(root, "dist"), join(installed, "dist"), { recursive: true });
  cpSync(join(root, "package.json"), join(installed, "package.json"));
  for (const name of ["js-tokens", "json5", "yaml"]) symlinkSync(join(root, "node_modules", name), join(modules, name));
  cpSync(program("."), join(folder, "programs"), { recursive: true });
  const answer = join(folder, "answer");
  const script = ["-c", 'exec "$@" 2>&1', "sh", process.execPath, join(folder, "programs", "simple.mjs"), answer];
  const shown = execFileSync("sh", script, { encoding: "utf8" });
  expect(readFileSync(answer, "utf8")).toBe("printed\n");
  expect(reasons(shown)).toEqual(["the package koffi, which calls the system for it, is not installed"]);
  rmSync(folder, { recursive: true });
});

test("a worker captures its streams, with a warning; asked for descriptors it refuses", async () => {
  const { shown, answer } = await runOn("socket", "in-worker.mjs");
  expect(JSON.parse(answer)).toEqual({
    capturedOut: expect.stringMatching(/^printed\n/),
    refusal: expect.stringMatching(/^UnsupportedError: File descriptors belong to the whole process.*main thread/),
  });
  expect(shown).toContain('from a worker thread: the capture mode "sys" is used');
});

test("without a temporary folder the run goes on without capture, and says so", async () => {
  const { shown, answer, code } = await runOn("socket", "simple.mjs", {
    args: ["sys"],
    nodeArgs: ["--import", "data:text/javascript,process.env.TMPDIR='/nowhere'"],
  });
  expect([code, answer]).toEqual([0, ""]);
  expect(shown).toContain("What this run prints can't be captured: Error: ENOENT");
});

test("nothing is left in the temporary folder", async () => {
  for (const mode of ["fd", "sys", "no"]) {
    const { folder } = await runOn("socket", "simple.mjs", { args: [mode] });
    expect(readdirSync(folder)).toEqual(["answer"]);
  }
});
