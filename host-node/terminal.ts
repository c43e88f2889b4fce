import { relative } from "node:path";
import type { Terminal } from "../core/host.ts";
import { outliveReader } from "./closed-reader.ts";

function print(stream: NodeJS.WriteStream, text: string): void {
  stream.write(text, outliveReader(stream));
}

/** The process's own streams. */
export const terminal: Terminal = {
  out: (text) => print(process.stdout, text),
  err: (text) => print(process.stderr, text),
  // https://no-color.org, https://force-color.org
  get colours() {
    if (process.env["NO_COLOR"] !== undefined && process.env["NO_COLOR"] !== "") return false;
    const forced = process.env["FORCE_COLOR"];
    return forced === undefined ? process.stdout.isTTY === true : forced !== "0";
  },
  argv: () => process.argv.slice(1),
  programName: () => relative(process.cwd(), process.argv[1] ?? "") || "program",
  exit(code) {
    process.exitCode = code;
  },
  exitNow: (code) => process.exit(code),
};
