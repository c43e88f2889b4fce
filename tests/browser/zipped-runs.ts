import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { unzipSync, zipSync } from "fflate";
import type { Page } from "playwright";
import { onTestFinished } from "vitest";
import type { ImportReport } from "../../observers/indexeddb/zip/import-runs.ts";
import type { Site } from "./serve.ts";
import { openTab, serveStoring } from "./storing-page.ts";

/** Contents by path below the folder, with slashes. */
export type Files = Readonly<Record<string, Uint8Array>>;

export function readFiles(folder: string): Files {
  const files: Record<string, Uint8Array> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1).replaceAll(sep, "/")] = new Uint8Array(readFileSync(path));
  }
  return files;
}

/** Bytes as text, which is compared fast, and shown well. */
export function spelled(files: Files): Readonly<Record<string, string>> {
  const texts = Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes).toString("latin1")]);
  return Object.fromEntries(texts);
}

/** A new folder with these files; it goes with the test. */
export function writeFiles(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), "sacred-exported-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** A page of a site that has these files as /runs.zip. */
export async function openWithZip(page: Page, files: Files): Promise<Site> {
  const site = await serveStoring({ pages: { "/runs.zip": Buffer.from(zipSync({ ...files })) } });
  await openTab(page, site);
  return site;
}

/** Imports /runs.zip of the page's site into a database. */
export function importInto(page: Page, database: string): Promise<ImportReport> {
  return page.evaluate(async (name) => {
    const reader = new window.sacred.IndexedDbReader({ database: name });
    return reader.importZip(await (await fetch("/runs.zip")).blob());
  }, database);
}

/** The files of an export of all runs of a database. */
export async function exportFrom(page: Page, database: string): Promise<Files> {
  const bytes = await page.evaluate(async (name) => {
    const zip = await new window.sacred.IndexedDbReader({ database: name }).exportZip();
    return Array.from(new Uint8Array(await zip.arrayBuffer()));
  }, database);
  return unzipSync(Uint8Array.from(bytes));
}

/** Exports a database, and imports that into another one of the same page. */
export function copyDatabase(page: Page, from: string, to: string): Promise<ImportReport> {
  return page.evaluate(
    async (names) => {
      const [source, copy] = names.map((database) => new window.sacred.IndexedDbReader({ database }));
      if (source === undefined || copy === undefined) throw new Error("Two names of databases are needed.");
      return copy.importZip(await source.exportZip());
    },
    [from, to],
  );
}
