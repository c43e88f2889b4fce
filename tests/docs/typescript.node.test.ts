import { symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Consumer } from "../support/consumer.ts";
import { blocksOf } from "./blocks.ts";

const MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));
const OPTIONS = ["--noEmit", "--strict", "--target", "ES2023", "--module", "NodeNext", "--types", "node"];

test.each(["typescript", "typescript7"])(
  "%s takes every piece of code of typescript.md",
  { timeout: 240_000 },
  async (compiler) => {
    const files = blocksOf("typescript.md").map(({ code }, index) => [`block${index}.ts`, code] as const);
    expect(files.length).toBeGreaterThan(3);
    const consumer = new Consumer(Object.fromEntries(files));
    try {
      symlinkSync(join(MODULES, "@types"), join(consumer.folder, "node_modules/@types"), "junction");
      const names = files.map(([name]) => name);
      const { stdout } = await consumer.run(join(MODULES, compiler, "bin/tsc"), ...OPTIONS, ...names);
      expect(stdout).toBe("");
    } finally {
      consumer.remove();
    }
  },
);
