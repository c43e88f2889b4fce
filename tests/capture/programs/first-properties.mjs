// The flags of the descriptors before anything was captured, and after: both as the program was started with them.
import { createRequire } from "node:module";
import { answer, quietly } from "./capturing.mjs";

const fcntl = createRequire(import.meta.url)("koffi")
  .load(null)
  .func("int fcntl(int descriptor, int command, ...)");
const flags = () => [1, 2].map((descriptor) => [1, 3].map((command) => fcntl(descriptor, command, "int", 0)));

void process.stdout;
void process.stderr;
const before = flags();
await quietly(() => console.log("during"))();
answer({ before, after: flags() });
