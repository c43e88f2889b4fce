import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import jsTokens from "js-tokens";
import { expect, test } from "vitest";

const require = createRequire(import.meta.url);

test("js-tokens without JSX tells the same tokens apart", async () => {
  const { smallJsTokens }: { smallJsTokens: { transform(code: string, id: string): { code: string } | null } } =
    await import(new URL("../../scripts/small-js-tokens.mjs", import.meta.url).href);
  const file = require.resolve("js-tokens");
  const folder = mkdtempSync(join(tmpdir(), "sacred-js-tokens-"));
  const small = join(folder, "small.cjs");
  writeFileSync(small, smallJsTokens.transform(readFileSync(file, "utf8"), file)?.code ?? "");
  const tokenize: typeof jsTokens = require(small);
  for (const name of readdirSync("core/config", { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts")) continue;
    const text = readFileSync(join("core/config", name), "utf8");
    expect([...tokenize(text)]).toEqual([...jsTokens(text)]);
  }
  expect([...tokenize("a<b>(c) `x${`${1}`}` /}/ @ #!\u0000")]).toEqual([
    ...jsTokens("a<b>(c) `x${`${1}`}` /}/ @ #!\u0000"),
  ]);
  rmSync(folder, { recursive: true });
});
