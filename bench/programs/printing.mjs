// Prints in a run, and writes into a file how long that took and by how much the process has grown.
import { writeFileSync } from "node:fs";
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";

const [answer, what, mode, store, basedir] = process.argv.slice(2);
const LINE = `INFO - training - step 1234: loss 0.56789, accuracy 0.9123, 123 examples a second ${"·".repeat(8)}`;
const CHUNK = Buffer.alloc(1 << 16, "0123456789abcde\n");

const PRINT = {
  nothing: () => undefined,
  lines() {
    const count = 1e7 / Buffer.byteLength(`${LINE}\n`);
    for (let i = 0; i < count; i++) console.log(LINE);
  },
  chunks() {
    for (let i = 0; i < 1e8 / CHUNK.length; i++) process.stdout.write(CHUNK);
  },
  million() {
    // Memory that any printing program takes is there after some lines.
    for (let i = 0; i < 50_000; i++) console.log(`line ${i} of a million, as a long experiment may print them`);
    before = megabytes();
    for (let i = 0; i < 1e6; i++) console.log(`line ${i} of a million, as a long experiment may print them`);
  },
};

const observers = store === "-F" ? [new FileStorageObserver(basedir)] : [];
const ex = experiment("printing", { observers });
ex.main(PRINT[what]);
const megabytes = () => process.resourceUsage().maxRSS / 1024;
const options = { loglevel: "ERROR", capture: mode, unobserved: observers.length === 0 };

process.stdout.write("");
let before = megabytes();
const start = performance.now();
await ex.run({ options });
// Uncaptured lines may still be queued: the clock stops when all are written.
await new Promise((resolve) => process.stdout.write("", resolve));
writeFileSync(answer, JSON.stringify({ milliseconds: performance.now() - start, megabytes: megabytes() - before }));
