import { existsSync, readFileSync } from "node:fs";
import type { Page } from "playwright";

/** Linux tells how much memory a process has had at most. */
export const isPeakKnown: boolean = existsSync("/proc/self/status");
if (!isPeakKnown) console.warn("\nNo /proc here: that memory stays bounded in browsers is not tested.\n");

/** The most that a page with its workers has had so far, in MB: of all processes of pages, the largest. */
export async function peakMegabytes(page: Page): Promise<number> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo = [] } = (await session?.send("SystemInfo.getProcessInfo")) ?? {};
  await session?.detach();
  const peaks = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => peakOf(id));
  return Math.max(...peaks);
}

function peakOf(process: number): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${process}/status`, "utf8"))?.[1];
    return Number(kilobytes) / 1000;
  } catch {
    // It ended meanwhile.
    return 0;
  }
}
