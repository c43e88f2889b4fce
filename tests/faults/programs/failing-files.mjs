// Loaded with --import: every FAULT_EVERYth call that changes a file whose path holds FAULT_PATH fails with EIO, in the main
// thread from `armFaults()` on, and in helper threads. A write that fails has written half of its bytes before.
import { syncBuiltinESMExports } from "node:module";
import fs from "node:fs";
import workers from "node:worker_threads";

/** Runs in threads of its own, too: it may use nothing from outside. */
function breakFiles(files, every, path, state) {
  const paths = new Map();
  let calls = 0;
  const isDue = (where) => state.isArmed && String(where).includes(path) && ++calls % every === 0;
  const failure = (syscall, where) =>
    Object.assign(new Error(`EIO: i/o error, ${syscall} '${where}'`), { code: "EIO", errno: -5, syscall, path: where });
  const { openSync, writeSync, writeFileSync, renameSync } = files;
  files.openSync = (where, ...rest) => {
    const file = openSync(where, ...rest);
    paths.set(file, where);
    return file;
  };
  files.writeSync = (file, bytes, ...rest) => {
    const where = paths.get(file);
    if (!isDue(where)) return writeSync(file, bytes, ...rest);
    writeSync(file, bytes.subarray(0, bytes.length >> 1), 0, bytes.length >> 1, rest[2]);
    throw failure("write", where);
  };
  files.writeFileSync = (where, content, ...rest) => {
    if (!isDue(where)) return writeFileSync(where, content, ...rest);
    writeFileSync(where, content.slice(0, content.length >> 1), ...rest);
    throw failure("write", where);
  };
  files.renameSync = (from, to) => {
    if (isDue(to)) throw failure("rename", to);
    renameSync(from, to);
  };
}

const every = Number(process.env.FAULT_EVERY);
const path = process.env.FAULT_PATH;
const state = { isArmed: false };
globalThis.armFaults = () => (state.isArmed = true);
breakFiles(fs, every, path, state);

const { Worker } = workers;
workers.Worker = class extends Worker {
  constructor(source, options) {
    const settings = [every, path, { isArmed: true }].map((value) => JSON.stringify(value));
    super(`(${breakFiles})(require("node:fs"), ${settings});\n${source}`, options);
  }
};
syncBuiltinESMExports();
