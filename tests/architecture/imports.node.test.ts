import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * What the sources of each folder may import from the repository; arrows point one way. WASI programs run by the same code on
 * Node as in browsers, where nothing but a shim can: it belongs to host-browser, and Node adds its files and streams.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: ["core"],
  "host-node": ["host-node", "core", "observers", "host-browser/wasi"],
  "host-browser": ["host-browser", "core", "observers"],
  observers: ["observers", "core"],
};

function sourcesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file))
    .filter((file) => file.endsWith(".ts") && !/\.test\.ts$|generated|assembly/.test(file));
}

function importsOf(file: string): { specifier: string; isDynamic: boolean }[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const statics = [...text.matchAll(/^(?:import|export)\b[^;]*?from\s+"([^"]+)"/gm)];
  const dynamics = [...text.matchAll(/\bimport\(\s*(?:\/\*.*?\*\/\s*)?"([^"]+)"\)/g)];
  return [
    ...statics.map(([, specifier = ""]) => ({ specifier, isDynamic: false })),
    ...dynamics.map(([, specifier = ""]) => ({ specifier, isDynamic: true })),
  ];
}

const all = Object.keys(ALLOWED).flatMap(sourcesOf);

test("there are sources to look at", () => {
  expect(all.length).toBeGreaterThan(80);
});

test.each(Object.entries(ALLOWED))("%s imports only from %s", (folder, allowed) => {
  const wrong = sourcesOf(folder).flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => specifier.startsWith("."))
      .map(({ specifier }) => relative(ROOT, resolve(ROOT, dirname(file), specifier)))
      .filter((target) => !allowed.some((place) => target.startsWith(`${place}/`)))
      .map((target) => `${file} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

test("core names no module of a host", () => {
  const wrong = sourcesOf("core").flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => !specifier.startsWith(".") && !["js-tokens", "json5"].includes(specifier))
      .map(({ specifier }) => `${file} imports ${specifier}`),
  );
  expect(wrong).toEqual([]);
});

test("hosts load observers only when they are asked for", () => {
  const wrong = ["host-node", "host-browser"].flatMap(sourcesOf).flatMap((file) =>
    importsOf(file)
      .filter(({ specifier, isDynamic }) => specifier.includes("/observers/") && !isDynamic)
      .map(({ specifier }) => `${file} imports ${specifier}`),
  );
  expect(wrong).toEqual([]);
});

test("files fit a few screens", () => {
  const long = all
    .map((file): [string, number] => [file, readFileSync(join(ROOT, file), "utf8").split("\n").length])
    .filter(([, lines]) => lines > 420);
  expect(long).toEqual([]);
});

test.each(["core", "host-node", "host-browser", "observers", "examples", "tests", "scripts", "bench", "docs"])(
  "%s says in a README what is there",
  (folder) => {
    expect(readFileSync(join(ROOT, folder, "README.md"), "utf8").length).toBeGreaterThan(100);
  },
);
