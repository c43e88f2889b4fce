import jsTokens from "js-tokens";
import { afterEach, expect, test } from "vitest";
import { ModuleGraph, MOST_MODULES } from "./module-graph.ts";

const ORIGIN = "https://modules.example";
const realFetch = globalThis.fetch;
let going = 0;
let most = 0;

/** A server of modules in the place of the network's: answers by address, undefined for one that never answers. */
function serve(answer: (path: string) => string | undefined): void {
  globalThis.fetch = async (input, init) => {
    const { origin, pathname } = new URL(String(input));
    if (origin !== ORIGIN) return realFetch(input, init);
    most = Math.max(most, ++going);
    try {
      const text = answer(pathname);
      if (text !== undefined) return await realFetch(`data:text/javascript,${encodeURIComponent(text)}`);
      return await new Promise<never>((_resolve, reject) => {
        const { signal } = init ?? {};
        const give = (): void => reject(signal?.reason);
        if (signal?.aborted === true) give();
        signal?.addEventListener("abort", give);
      });
    } finally {
      going--;
    }
  };
}

const graphOf = (signal: AbortSignal): ModuleGraph => new ModuleGraph((text) => jsTokens(text), true, signal);
const importing = (folder: string, count: number): string =>
  Array.from({ length: count }, (_, index) => `import "/${folder}/${index}.js";`).join("\n");

afterEach(() => {
  globalThis.fetch = realFetch;
  going = 0;
  most = 0;
});

test("sixteen modules are fetched at once, however many there are", async () => {
  serve((path) => (path === "/wide.js" ? importing("wide", 100) : "export {};"));
  const graph = graphOf(new AbortController().signal);
  await graph.follow([`${ORIGIN}/wide.js`]);
  expect(graph.sources.size).toBe(101);
  expect(most).toBe(16);
});

test("beyond 2,000 modules none is followed, nearest first", async () => {
  serve((path) => {
    if (path === "/endless.js") return importing("endless", 10);
    const [, folder, index] = /^\/(endless)\/(\d+)\.js$/.exec(path) ?? [];
    return `import "/${folder}/${Number(index) + 10}.js";`;
  });
  const graph = graphOf(new AbortController().signal);
  await graph.follow([`${ORIGIN}/endless.js`]);
  expect(graph.isCutShort).toBe(true);
  expect(graph.sources.size).toBe(MOST_MODULES);
});

test("what doesn't answer is missing once the waiting ends, with what waits behind it", async () => {
  const ending = new AbortController();
  const asked = new Set<string>();
  serve((path) => {
    if (path === "/slow.js") return `import "/quick.js";\n${importing("slow", 40)}`;
    if (path === "/quick.js") return "export {};";
    asked.add(path);
    // Fifteen go on, and the quick one has its turn: all others wait.
    if (asked.size === 16) ending.abort();
    return undefined;
  });
  const graph = graphOf(ending.signal);
  await graph.follow([`${ORIGIN}/slow.js`]);
  expect([...graph.sources.keys()].toSorted()).toEqual([`${ORIGIN}/quick.js`, `${ORIGIN}/slow.js`]);
  expect(graph.missing).toHaveLength(40);
});
