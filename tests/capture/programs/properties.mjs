// What descriptors and streams look like before, during and after a capture.
import { fstatSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { answer, quietly } from "./capturing.mjs";

const fcntl = createRequire(import.meta.url)("koffi")
  .load(null)
  .func("int fcntl(int descriptor, int command, ...)");
const [F_GETFD, F_GETFL] = [1, 3];

function ofStreams() {
  return [process.stdout, process.stderr].map((stream) => ({
    kind: stream.constructor.name,
    isTTY: stream.isTTY === true,
    columns: stream.columns,
    colours: stream.getColorDepth?.(),
    highWaterMark: stream.writableHighWaterMark,
  }));
}

function ofDescriptors() {
  const own = [process.stdout, process.stderr].map((stream) => Reflect.ownKeys(stream).map(String).sort());
  const descriptors = [1, 2].map((descriptor) => {
    const { dev, ino, rdev } = fstatSync(descriptor);
    return [dev, ino, rdev, fcntl(descriptor, F_GETFD, "int", 0), fcntl(descriptor, F_GETFL, "int", 0)];
  });
  return { own, descriptors };
}

const isLinux = process.platform === "linux";
const open = () => (isLinux ? readdirSync("/proc/self/fd").length : 0);

let during;
const run = quietly(() => {
  console.log("during");
  during = ofStreams();
});
// What a first capture loads stays loaded.
await run();
const [streams, descriptors, files] = [ofStreams(), ofDescriptors(), open()];
await run();
answer({
  streams: [streams, during, ofStreams()],
  descriptors: [descriptors, ofDescriptors()],
  files: [files, open()],
});
