import type { Writable } from "node:stream";
import type { OutputCapture, RunContext } from "../../core/host.ts";
import type { Run } from "../../core/run/run.ts";
import { CaptureFile, type FolderMaker } from "./capture-file.ts";
import { CapturedPart } from "./captured-part.ts";
import { consoleStreams } from "./console-streams.ts";

/** The mode "sys": what is written to both streams of the process, and to those of another console, also goes to the run that it belongs to. */
export class StreamCapture {
  readonly #context: RunContext;
  readonly #files: Map<Run, CaptureFile> = new Map();
  readonly #restore: (() => void)[] = [];

  constructor(context: RunContext) {
    this.#context = context;
  }

  /** @param folders where the output may be kept if the temporary folder can't be written */
  start(run: Run, folders: readonly FolderMaker[]): OutputCapture {
    const file = new CaptureFile(folders);
    if (this.#files.size === 0)
      for (const stream of [process.stdout, process.stderr, ...(consoleStreams() ?? [])]) this.#patch(stream);
    this.#files.set(run, file);
    return new CapturedPart(file, () => {
      this.#files.delete(run);
      if (this.#files.size === 0) for (const restore of this.#restore.splice(0)) restore();
    });
  }

  /** Writes go through as before; a copy goes to the run that they belong to. */
  #patch(stream: Writable): void {
    const original = stream.write;
    const record = (chunk: unknown, encoding: unknown): void => this.#record(chunk, encoding);
    // oxlint-disable-next-line typescript/no-explicit-any -- as overloaded as the original, which gets all arguments
    const patched: any = function (this: Writable, chunk: unknown, ...rest: readonly unknown[]): unknown {
      record(chunk, rest[0]);
      return Reflect.apply(original, this, [chunk, ...rest]);
    };
    stream.write = patched;
    this.#restore.push(() => {
      // Somebody who has wrapped our function in the meantime keeps working: it passes everything on.
      if (stream.write === patched) stream.write = original;
    });
  }

  #record(chunk: unknown, encoding: unknown): void {
    const run = this.#owner();
    const file = run === undefined ? undefined : this.#files.get(run);
    if (run === undefined || file === undefined) return;
    try {
      if (chunk instanceof Uint8Array) file.append(chunk);
      // Anything else is refused by the stream itself.
      else if (typeof chunk === "string") file.append(Buffer.from(chunk, isEncoding(encoding) ? encoding : "utf8"));
    } catch (error) {
      // What the user prints must not fail because of us.
      this.#files.delete(run);
      run.runLogger.warning(`What this run prints is not captured any more: ${String(error)}`);
    }
  }

  /** Output from outside of any run belongs to the only one there is. */
  #owner(): Run | undefined {
    const current = this.#context.current();
    if (current !== undefined || this.#files.size !== 1) return current;
    const [only] = this.#files.keys();
    return only;
  }
}

function isEncoding(encoding: unknown): encoding is BufferEncoding {
  return typeof encoding === "string" && Buffer.isEncoding(encoding);
}
