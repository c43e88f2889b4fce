// Prints much: WHAT is "js", "child" or "beside-node".
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createHash } from "node:crypto";
import { experiment, RunObserver } from "sacred-ts";
import { answer, ARGS } from "./capturing.mjs";

const [what, megabytes] = ARGS;
const LINE = `${"grüße 😀 ".repeat(7)}\n`;
const times = Math.round((Number(megabytes) * 1e6) / Buffer.byteLength(LINE));
const inherit = { stdio: ["ignore", "inherit", "inherit"] };

/** What a user's observer gets, without keeping it. */
class Hashing extends RunObserver {
  static hash = createHash("md5");
  static largest = 0;
  static length = 0;

  heartbeatEvent({ output: { offset, text } }) {
    if (offset !== Hashing.length) throw new Error(`a gap at ${Hashing.length}`);
    Hashing.length += text.length;
    Hashing.largest = Math.max(Hashing.largest, text.length);
    Hashing.hash.update(text);
  }
}

const PRINT = {
  js() {
    for (let i = 0; i < times; i++) process.stdout.write(LINE);
  },
  async child() {
    const script = `const { writeSync } = require("node:fs"); const line = ${JSON.stringify(LINE)};
      for (let i = 0; i < ${times}; i++) { const b = Buffer.from(line); for (let o = 0; o < b.length;) {
        try { o += writeSync(1, b, o) } catch (error) { if (error.code !== "EAGAIN") throw error } } }`;
    await once(spawn(process.execPath, ["-e", script], inherit), "exit");
  },
  // A child process that is a Node program makes the pipe non-blocking.
  async "beside-node"() {
    const script = 'console.log("ready"); process.send("ready"); process.once("disconnect", () => process.exit());';
    const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    await once(child, "message");
    PRINT.js();
    child.disconnect();
    await once(child, "exit");
  },
};

const ex = experiment("volume", { observers: [new Hashing()] });
ex.main(PRINT[what]);
const run = await ex.run({ options: { loglevel: "ERROR", capture: "fd" } });
const { hash, largest } = Hashing;
const text = run.capturedOut;
answer({
  observed: hash.digest("hex"),
  readBack: createHash("md5").update(text).digest("hex"),
  expected: createHash("md5").update(LINE.repeat(times)).digest("hex"),
  lines: text.split("\n").length - 1,
  times,
  largest,
});
