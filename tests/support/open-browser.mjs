import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const CHROMIUM_ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const BROWSERS = {
  chromium: {
    places: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
    variable: "CHROMIUM",
    args: (profile, address) => [...CHROMIUM_ARGUMENTS, `--user-data-dir=${profile}`, address],
  },
  firefox: {
    places: ["/usr/bin/firefox-esr", "/usr/bin/firefox"],
    variable: "FIREFOX",
    args: (profile, address) => ["--headless", "--no-remote", "--profile", profile, address],
  },
};

/** The path of a browser's program on this machine; undefined if there is none. */
export function findBrowser(name) {
  const { places, variable } = BROWSERS[name];
  return process.env[variable] ?? places.find((path) => existsSync(path));
}

/** Opens a page in a browser that has a profile of its own. Nothing has to drive it: the page says when it is done. */
export function openBrowser(name, address) {
  const program = findBrowser(name);
  if (program === undefined)
    throw new Error(`There is no ${name} here. Set ${BROWSERS[name].variable}=/path/to/${name}.`);
  const profile = mkdtempSync(join(tmpdir(), `sacred-${name}-`));
  const child = spawn(program, BROWSERS[name].args(profile, address), { stdio: "ignore", detached: true });
  return {
    process: child,
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        // With all its processes, which are a group of their own.
        process.kill(-child.pid, "SIGKILL");
        await ended;
      }
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
