import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { openBrowser } from "../support/open-browser.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const IMPORT_MAP = { imports: { "sacred-ts": "/built/sacred-ts.js", "sacred-ts/internals": "/built/internals.js" } };
const PAGE = `<!doctype html><title>conformance</title>
<script type="importmap">${JSON.stringify(IMPORT_MAP)}</script>
<script type="module">
addEventListener("unhandledrejection", ({ reason }) => fetch("/failure", { method: "POST", body: String(reason?.stack ?? reason) }));
import("/built/page.js").catch((error) => fetch("/failure", { method: "POST", body: String(error.stack ?? error) }));
</script>`;

/** Compares the cases that every host can compare in a page, and gives the report. */
export async function runInBrowser(folder, name = "chromium") {
  const built = await buildModules();
  const site = await serveCases(resolve(folder), built);
  const browser = openBrowser(name, site.address);
  try {
    const ended = once(browser.process, "exit").then(() => {
      throw new Error(`${name} ended before it had compared everything.`);
    });
    ended.catch(() => undefined);
    const { rules, ...report } = await Promise.race([site.report, ended]);
    return { ...report, rules: new Map(rules) };
  } finally {
    await browser.close();
    await site.close();
  }
}

/** The package and its dependencies as a bundler would put them together, and the comparing code beside it. */
async function buildModules() {
  const build = await rolldown({
    input: {
      "sacred-ts": join(ROOT, "dist/browser/index.js"),
      internals: join(ROOT, "dist/browser/internals.js"),
      page: join(ROOT, "tests/conformance/browser-page.mjs"),
      support: join(ROOT, "tests/conformance/render/support.mjs"),
    },
    platform: "browser",
    external: ["sacred-ts", "sacred-ts/internals"],
    plugins: [
      {
        name: "host-of-the-page",
        resolveId: (source) =>
          source.endsWith("host/node.mjs") ? join(ROOT, "tests/conformance/host/browser.mjs") : null,
      },
    ],
  });
  const { output } = await build.generate({ format: "esm", entryFileNames: "[name].js" });
  await build.close();
  return new Map(output.map(({ fileName, code }) => [`/built/${fileName}`, code]));
}

async function serveCases(folder, built) {
  const modules = new Map([...built, ["/", PAGE], ["/support.mjs", built.get("/built/support.js")]]);
  const { promise: report, resolve: settle, reject } = Promise.withResolvers?.() ?? withResolvers();
  const server = createServer(async (request, response) => {
    const path = request.url;
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    if (request.method === "PUT") modules.set(path, body);
    if (path === "/report") settle(JSON.parse(body));
    if (path === "/failure") reject(new Error(`The page failed: ${body}`));
    const vectors = path.startsWith("/vectors/") ? join(folder, path.slice("/vectors/".length)) : undefined;
    const content = vectors !== undefined && existsSync(vectors) ? readFileSync(vectors) : modules.get(path);
    const isFound = content !== undefined || request.method !== "GET";
    response.writeHead(isFound ? 200 : 404, { "content-type": path === "/" ? "text/html" : "text/javascript" });
    response.end(request.method === "GET" ? content : "");
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    report,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function withResolvers() {
  const parts = {};
  parts.promise = new Promise((resolved, rejected) => Object.assign(parts, { resolve: resolved, reject: rejected }));
  return parts;
}
