import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WRONG = readFileSync(join(ROOT, "tests/types/wrong-uses.ts"), "utf8");
const EXPECTATION = /^(\s*\/\/ )@ts-expect-error -- (.*) → (.*)$/gm;

/** What a compiler says about the files of this folder, and about the wrong uses without their expectations. */
function check(compiler: string): Promise<string> {
  const folder = mkdtempSync(join(ROOT, ".cache-types-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  writeFileSync(join(folder, "wrong.ts"), WRONG.replaceAll(EXPECTATION, "$1$2").replaceAll("../../", "../"));
  const options = { extends: "../tsconfig.json", compilerOptions: { rootDir: ".." }, exclude: [] };
  const project = { ...options, include: ["wrong.ts", "../tests/types/*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(project));
  const args = [join(ROOT, `node_modules/${compiler}/bin/tsc`), "-p", folder, "--pretty", "false"];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }, (_error, stdout) => resolve(stdout));
  }).finally(remove) as Promise<string>;
}

test.each(["typescript", "typescript7"])(
  "%s takes what is right, and names what is expected where something is wrong",
  { timeout: 240_000 },
  async (compiler) => {
    const messages = (await check(compiler)).split(/^(?=\S*\(\d+,\d+\): error)/m);
    const places = messages.map((message) => /^(\S+)\((\d+),/.exec(message));
    expect(places.map((place) => place?.[1]).filter((file) => file !== "wrong.ts")).toEqual([]);
    const found = messages.map((message, index) => ({ message, line: Number(places[index]?.[2]) }));
    const missing = Array.from(WRONG.matchAll(EXPECTATION), ([text, , what, part = ""]) => {
      const line = WRONG.slice(0, WRONG.indexOf(text)).split("\n").length;
      const told = found.filter((each) => each.line > line && each.line <= line + 2).map(({ message }) => message);
      return told.some((message) => message.includes(part)) ? undefined : { what, part, told };
    });
    expect(missing.length).toBeGreaterThan(20);
    expect(missing.filter((each) => each !== undefined)).toEqual([]);
  },
);
