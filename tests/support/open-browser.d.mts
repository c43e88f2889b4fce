import type { ChildProcess } from "node:child_process";

/** What a Chromium without a window is started with. */
export const CHROMIUM_ARGUMENTS: readonly string[];

/** The path of a browser's program on this machine ("chromium", "firefox"); undefined if there is none. */
export function findBrowser(name: string): string | undefined;

/** Opens a page in a browser that has a profile of its own. Nothing has to drive it: the page says when it is done. */
export function openBrowser(name: string, address: string): { readonly process: ChildProcess; close(): Promise<void> };
