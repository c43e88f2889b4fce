import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasChromium, outcomeOf, useChromium } from "./chromium.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const VERSION = String(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version);
const openPage = useChromium();
let folder: string;
let server: ViteDevServer | undefined;

const FILES = {
  "index.html": '<!doctype html><script type="module" src="/src/svm.ts"></script>',
  "package.json": '{ "type": "module" }',
  "src/svm.ts": `import { experiment } from "sacred-ts";
import plain from "plain_package";
import scoped from "@scope/deep_name/file";
import raw from "unbundled";
import { half } from "./half";
const ex = experiment("svm").config({ c: 1 as number });
ex.main(({ c }) => half(c) + plain + scoped + raw);
import.meta.hot?.accept();
window.outcome = await ex.getExperimentInfo();
`,
  "src/half.ts": "export const half = (x: number): number => x / 2;\n",
  "node_modules/plain_package/package.json": '{ "name": "plain_package", "version": "1.2.3", "main": "main.js" }',
  "node_modules/plain_package/main.js": "module.exports = 1;\n",
  "node_modules/@scope/deep_name/package.json": '{ "name": "@scope/deep_name", "version": "2.0.0-rc.1" }',
  "node_modules/@scope/deep_name/file.js": "module.exports = 2;\n",
  "node_modules/unbundled/package.json":
    '{ "name": "unbundled", "version": "3.1.0", "type": "module", "main": "main.js" }',
  "node_modules/unbundled/main.js": 'import "./second.js";\nexport default 3;\n',
  "node_modules/unbundled/second.js": "export {};\n",
};

/** A project with packages of its own, and the built package as npm installs it. */
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "sacred-vite-")));
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const modules = join(folder, "node_modules");
  for (const part of ["package.json", "dist"])
    cpSync(join(ROOT, part), join(modules, "sacred-ts", part), { recursive: true });
  for (const name of ["comlink", "idb", "js-tokens", "json5", "es-module-lexer"])
    symlinkSync(join(ROOT, "node_modules", name), join(modules, name), "dir");
  if (!hasChromium) return;
  server = await createServer({
    root: folder,
    configFile: false,
    logLevel: "silent",
    server: { host: "127.0.0.1", port: 0 },
    optimizeDeps: { exclude: ["unbundled"] },
  });
  await server.listen();
}, 60_000);
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(!hasChromium)("under Vite's development server packages are dependencies, not sources", async () => {
  const url = server?.resolvedUrls?.local[0] ?? "";
  const info = await outcomeOf(await openPage(), url);
  expect(info).toMatchObject({
    base_dir: `${url}src/`,
    sources: [
      ["half.ts", expect.any(String)],
      ["svm.ts", expect.any(String)],
    ],
    dependencies: ["@scope/deep_name==2.0.0-rc.1", "plain_package==1.2.3", `sacred-ts==${VERSION}`, "unbundled==3.1.0"],
  });
});
