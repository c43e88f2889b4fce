import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const VITE = fileURLToPath(new URL("../../node_modules/vite/bin/vite.js", import.meta.url));

export interface ViteServer {
  readonly origin: string;
  /** what Vite has warned of until now */
  warned(): string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Serves a user's folder: `vite` while it is developed, or `vite preview` once it is built. */
export async function startVite(folder: string, command: "dev" | "preview"): Promise<ViteServer> {
  const child = start(folder, command, "--host", "127.0.0.1", "--port", "0");
  const [printed, warned] = [textOf(child.stdout), textOf(child.stderr)];
  const origin = await new Promise<string>((resolve, reject) => {
    child.stdout?.on("data", () => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed());
      if (found !== null) resolve(found[0]);
    });
    child.once("close", () => reject(new Error(`vite ${command} has ended: ${warned()}`)));
  });
  return {
    origin,
    warned,
    async [Symbol.asyncDispose]() {
      const closed = once(child, "close");
      child.kill();
      await closed;
    },
  };
}

/** `vite build`. @returns what it has warned of */
export async function buildWithVite(folder: string): Promise<string> {
  const child = start(folder, "build");
  const warned = textOf(child.stderr);
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`vite build has failed: ${warned()}`);
  return warned();
}

/** As a user starts it: nothing says that this is a test. */
function start(folder: string, ...args: string[]): ChildProcess {
  const { NODE_ENV: _mode, VITEST: _isTest, ...env } = process.env;
  return spawn(process.execPath, [VITE, ...args], {
    cwd: folder,
    env: { ...env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** What has come until it is asked. */
function textOf(stream: Readable | null): () => string {
  let text = "";
  stream?.setEncoding("utf8").on("data", (part: string) => (text += part));
  return () => text;
}
