// Prints 2,000 lines and ends in the way that is named.
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";
import { ARGS } from "./capturing.mjs";

const [ending, mode] = ARGS;

function kill(signal) {
  process.kill(process.pid, signal);
  return new Promise(() => setInterval(() => undefined, 1000));
}

const ENDINGS = {
  return: () => 1,
  throw() {
    throw new RangeError("thrown");
  },
  rejection() {
    void Promise.reject(new RangeError("nobody waits for this"));
    return new Promise(() => setInterval(() => undefined, 1000));
  },
  "uncaught exception"() {
    setTimeout(() => {
      throw new RangeError("nobody catches this");
    });
    return new Promise(() => setInterval(() => undefined, 1000));
  },
  "process.exit": () => process.exit(3),
  SIGINT: () => kill("SIGINT"),
  SIGTERM: () => kill("SIGTERM"),
  "SIGINT, not handled"() {
    process.removeAllListeners("SIGINT");
    return kill("SIGINT");
  },
  "SIGTERM, not handled"() {
    process.removeAllListeners("SIGTERM");
    return kill("SIGTERM");
  },
  "two SIGINTs"() {
    process.on("SIGINT", () => console.log("once"));
    void kill("SIGINT");
    return kill("SIGINT");
  },
  "Ctrl-C"() {
    process.on("SIGINT", () => console.log("handled"));
    console.log("type now");
    return new Promise(() => setInterval(() => undefined, 1000));
  },
  SIGKILL: () => kill("SIGKILL"),
  abort: () => process.abort(),
};

const ex = experiment("endings", { observers: [new FileStorageObserver("runs")] });
ex.main(() => {
  for (let i = 0; i < 2000; i++) console.log(`line ${i}`);
  return ENDINGS[ending]();
});
// As a program does: the command line reports what went wrong, and gives the exit code.
await ex.runCommandline([process.argv[1], "-l", "CRITICAL", "-b", "3600", "-C", mode]);
