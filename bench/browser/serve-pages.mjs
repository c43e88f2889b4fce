import { createServer } from "node:http";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const PAGES = fileURLToPath(new URL("./pages/", import.meta.url));

/** A server of the pages in pages/, each a module that is bundled with the package; workers are modules beside them. */
export async function servePages() {
  const names = readdirSync(PAGES).map((file) => file.replace(/\.js$/, ""));
  // One after another: together, a page would find what it shares with another one in that other page's module.
  const bundles = [];
  for (const name of names) bundles.push(...(await bundle(name)));
  const files = new Map(bundles.map(({ fileName, code, source }) => [`/${fileName}`, code ?? source]));
  const server = createServer(({ url = "/" }, response) => {
    const html = /^\/([\w-]+)\.html$/.exec(url);
    const body = html === null ? files.get(url) : `<!doctype html><script type="module" src="/${html[1]}.js"></script>`;
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": html === null ? "text/javascript" : "text/html; charset=utf-8",
      "cache-control": "max-age=3600",
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bundle(name) {
  const build = await rolldown({ input: { [name]: `${PAGES}${name}.js` }, platform: "browser" });
  const names = { entryFileNames: "[name].js", chunkFileNames: `${name}-[name]-[hash].js` };
  const { output } = await build.generate({ format: "esm", minify: true, ...names });
  await build.close();
  return output;
}
