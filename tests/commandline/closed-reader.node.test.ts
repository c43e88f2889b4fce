import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Consumer } from "../support/consumer.ts";

const RECOVER = fileURLToPath(new URL("../../dist/node/bin/sacred-ts.js", import.meta.url));

/** Begins once its standard input ends: its readers are gone by then. */
const PROGRAM = `import { experiment } from "sacred-ts";
import { setTimeout } from "node:timers/promises";
for await (const _ of process.stdin);
const lines = Array.from({ length: 200 }, (_, index) => "line " + index + " ".repeat(100) + "\\n");
const ex = experiment("e").config(Object.fromEntries(lines.map((_, index) => ["entry" + index, index])));
ex.command("written", async () => {
  for (const line of lines) process.stdout.write(line);
  await setTimeout(10);
  process.stdout.write("end\\n");
});
ex.command("logged", async () => {
  for (const line of lines) console.log(line.trim());
  console.error("an error");
  await setTimeout(10);
  console.log("end");
});
ex.automain(() => 1);
`;

let consumer: Consumer;
beforeEach(() => {
  consumer = new Consumer({ "exp.js": PROGRAM });
});
afterEach(() => consumer.remove());

type Closed = "stdout" | "both";

/** Runs \`node ARGS\` without a reader of its output. */
async function unread(closed: Closed, ...args: string[]): Promise<{ code: unknown; told: string }> {
  const child = spawn(process.execPath, args, { cwd: consumer.folder, stdio: "pipe" });
  const streams = closed === "both" ? [child.stdout, child.stderr] : [child.stdout];
  await Promise.all(streams.map((stream) => once(stream.destroy(), "close")));
  const told = closed === "both" ? Promise.resolve("") : text(child.stderr);
  const ended = once(child, "exit");
  child.stdin.end();
  const [code] = await ended;
  return { code, told: await told };
}

const STORED = ["-F", "runs", "-C"];
const OPTIONS = [
  ["-C", "no"],
  [...STORED, "sys"],
  [...STORED, "fd"],
];
const CASES = ["print_config", "written", "logged"].flatMap((command) =>
  OPTIONS.flatMap((options) => (["stdout", "both"] as const).map((closed) => ({ command, options, closed }))),
);

test(
  "whose reader is gone (program | head) does what it was asked for, and says nothing of it",
  { timeout: 180_000 },
  async () => {
    const seen: string[] = [];
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let next = CASES.pop(); next !== undefined; next = CASES.pop()) {
          const { command, options, closed } = next;
          const { code, told } = await unread(closed, "exp.js", command, ...options);
          if (code !== 0 || /EPIPE|Error/.test(told)) seen.push(`${command} ${options.join(" ")} ${closed}: ${told}`);
        }
      }),
    );
    expect(seen).toEqual([]);
    const runs = readdirSync(join(consumer.folder, "runs")).filter((name) => /^\d+$/.test(name));
    expect(runs).toHaveLength(2 * 2 * 2);
    for (const id of runs)
      expect(JSON.parse(consumer.read(`runs/${id}/run.json`))).toMatchObject({ status: "COMPLETED" });
    const whole = runs.filter((id) => /^line 199 *$[^]*^end$/m.test(consumer.read(`runs/${id}/cout.txt`)));
    expect(whole).toEqual(runs);
  },
);

test.each(["stdout", "both"] as const)(
  "sacred-ts recover repairs all runs without a reader (%s closed)",
  async (closed) => {
    for (let id = 1; id <= 100; id++) {
      mkdirSync(join(consumer.folder, "dead", String(id)), { recursive: true });
      writeFileSync(
        join(consumer.folder, "dead", String(id), "run.json"),
        '{"status": "RUNNING", "heartbeat": "2024-03-01T12:00:00"}',
      );
    }
    expect(await unread(closed, RECOVER, "recover", "dead", "--dead-after=0")).toEqual({ code: 0, told: "" });
    for (let id = 1; id <= 100; id++) expect(consumer.read(`dead/${id}/run.json`)).toContain("DEAD");
  },
);
