import { createServer, type OutgoingHttpHeaders } from "node:http";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".ts": "text/plain",
  ".json": "application/json",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

export interface Site {
  readonly origin: string;
  /** the paths that were asked for, in order */
  readonly asked: string[];
  [Symbol.asyncDispose](): Promise<void>;
}

export interface SiteOptions {
  /** contents by path, looked up at each request */
  readonly pages: Readonly<Record<string, string | Buffer>>;
  /** folders of this machine, by the beginnings of paths */
  readonly folders?: Readonly<Record<string, string>>;
  /** the answer for all other paths, as servers of single pages have it */
  readonly otherwise?: string;
  /** paths that are sent on to others */
  readonly redirects?: Readonly<Record<string, string>>;
  /** is given what a page posts */
  readonly onPost?: (path: string, body: string) => void;
  /** sent with each answer */
  readonly headers?: OutgoingHttpHeaders;
}

/** What each site has: the built package and its dependencies. */
const FOLDERS = { "/dist/": join(ROOT, "dist"), "/node_modules/": join(ROOT, "node_modules") };

/** A web server on this machine alone, for pages of a test. */
export async function serve({
  pages,
  folders,
  redirects,
  otherwise,
  onPost,
  headers = {},
}: SiteOptions): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    asked.push(path);
    const send = (body: string | Buffer): void => {
      response.writeHead(200, { "content-type": typeOf(body === otherwise ? "/" : path), ...headers });
      response.end(body);
    };
    if (request.method === "POST" && onPost !== undefined) {
      void text(request).then((body) => onPost(path, body));
      return send("");
    }
    const location = redirects?.[path];
    if (location !== undefined) {
      response.writeHead(302, { location });
      return response.end();
    }
    const page = pages[path];
    if (page !== undefined) return send(page);
    readFile(fileOf(path, { ...FOLDERS, ...folders })).then(send, () => {
      if (otherwise !== undefined) return send(otherwise);
      response.writeHead(404);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens nowhere.");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function typeOf(path: string): string {
  // jsDelivr's modules have no extension.
  if (path.endsWith("/+esm")) return "text/javascript";
  return TYPES[extname(path) || ".html"] ?? "text/plain";
}

function fileOf(path: string, folders: Readonly<Record<string, string>>): string {
  for (const [prefix, folder] of Object.entries(folders)) {
    if (path.startsWith(prefix)) return join(folder, normalize(`/${path.slice(prefix.length)}`));
  }
  return join(ROOT, "nowhere");
}

/** What a page without a bundler needs to import the package by name. */
export const IMPORT_MAP: string = `<script type="importmap">${JSON.stringify({
  imports: {
    "sacred-ts": "/dist/browser/index.js",
    "sacred-ts/internals": "/dist/browser/internals.js",
    "js-tokens": "/js-tokens.js",
    json5: "/node_modules/json5/dist/index.mjs",
    "es-module-lexer/minimal": "/node_modules/es-module-lexer/dist/lexer.minimal.js",
  },
})}</script>`;
