// Writes in every way there is; each leaves the mark <name>.
import { execSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import { answer, quietly, until } from "./capturing.mjs";

const koffi = createRequire(import.meta.url)("koffi");
const c = koffi.load(null);
const puts = c.func("int puts(const char *text)");
const system = c.func("int system(const char *command)");
const fflush = c.func("int fflush(void *stream)");
const inherit = { stdio: ["ignore", "inherit", "inherit"] };

const WAYS = {
  "console.log": (mark) => console.log(mark),
  "console.error": (mark) => console.error(mark),
  "console.table": (mark) => console.table([{ mark }]),
  "partial-lines": (mark) => {
    process.stdout.write(mark.slice(0, 4));
    process.stdout.write(`${mark.slice(4)}\n`);
  },
  buffer: (mark) => void process.stdout.write(Buffer.from(`${mark}\n`)),
  hex: (mark) => void process.stderr.write(Buffer.from(`${mark}\n`).toString("hex"), "hex"),
  corked: (mark) => {
    process.stdout.cork();
    process.stdout.write(mark);
    process.stdout.write("\n");
    process.stdout.uncork();
  },
  "write-callback": (mark) => new Promise((resolve) => process.stdout.write(`${mark}\n`, resolve)),
  "piped-stream": async (mark) => {
    const stream = Readable.from([`${mark}\n`]);
    stream.pipe(process.stdout, { end: false });
    await once(stream, "end");
  },
  "descriptor-1": (mark) => void writeSync(1, `${mark}\n`),
  "descriptor-2": (mark) => void writeSync(2, `${mark}\n`),
  "stream-on-descriptor": async (mark) => {
    const stream = createWriteStream("", { fd: 1, autoClose: false });
    stream.end(`${mark}\n`);
    await once(stream, "finish");
  },
  rawDebug: (mark) => process._rawDebug(mark),
  timer: (mark) => new Promise((resolve) => setTimeout(() => resolve(console.log(mark)))),
  execSync: (mark) => execSync(`echo '${mark}'`, inherit),
  spawnSync: (mark) => spawnSync("sh", ["-c", `echo '${mark}' >&2`], inherit),
  spawn: (mark) => once(spawn("sh", ["-c", `echo '${mark}'`], inherit), "exit"),
  "child-node": (mark) => once(spawn(process.execPath, ["-e", `console.log("${mark}")`], inherit), "exit"),
  "dev-stdout": (mark) => execSync(`echo '${mark}' > /dev/stdout`, inherit),
  "dev-stderr": (mark) => execSync(`echo '${mark}' > /dev/stderr`, inherit),
  puts: (mark) => {
    puts(mark);
    fflush(null);
  },
  "puts-late": (mark) => puts(mark),
  system: (mark) => system(`echo '${mark}'`),
  worker: async (mark) => {
    await once(new Worker(`console.log("${mark}")`, { eval: true }), "exit");
    // The thread's last lines come by the main thread's event loop.
    await new Promise(setImmediate);
  },
  "utf-8": (mark) => console.log(`${mark} grüße 😀 ☃`),
  "split-utf-8": (mark) => {
    const bytes = Buffer.from(`${mark} 😀\n`);
    process.stdout.write(bytes.subarray(0, -3));
    process.stdout.write(bytes.subarray(-3));
  },
  returns: (mark) => void process.stdout.write(`10 %\r20 %\r${mark}\n`),
  "long-line": (mark) => console.log(mark + "x".repeat(300_000)),
};

// Where both streams go different ways, either's bytes may come between two pieces of the other.
const IN_PIECES = new Set(["partial-lines", "corked", "split-utf-8", "long-line"]);

const run = quietly(async ({ _run }) => {
  const hasArrived = (mark) => until(() => _run.capturedOut.includes(mark));
  let last = "";
  for (const [name, write] of Object.entries(WAYS)) {
    if (IN_PIECES.has(name)) await hasArrived(last);
    await write(`<${name}>`);
    if (IN_PIECES.has(name)) await hasArrived(`<${name}>`);
    last = `<${name}>`;
  }
});

process.stdout.write("before\n");
puts("before, in C");
const { capturedOut } = await run();
console.error("after");
execSync("echo after, by a child", inherit);
answer({ ways: Object.keys(WAYS), capturedOut });
