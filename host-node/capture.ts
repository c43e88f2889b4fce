import { StringDecoder } from "node:string_decoder";
import type { CaptureMode, RunContext } from "../core/host.ts";
import type { Run } from "../core/run/run.ts";

/** Both streams of the process, while something captures them. */
class StreamCapture {
  readonly #context: RunContext;
  readonly #sinks: Map<Run, (text: string) => void> = new Map();
  readonly #restore: (() => void)[] = [];

  constructor(context: RunContext) {
    this.#context = context;
  }

  add(run: Run, write: (text: string) => void): () => void {
    if (this.#sinks.size === 0) for (const stream of [process.stdout, process.stderr]) this.#patch(stream);
    this.#sinks.set(run, write);
    return () => {
      this.#sinks.delete(run);
      if (this.#sinks.size === 0) for (const restore of this.#restore.splice(0)) restore();
    };
  }

  /** Writes go through as before; a copy goes to the run that they belong to. */
  #patch(stream: NodeJS.WriteStream): void {
    const original = stream.write;
    const decoder = new StringDecoder("utf8");
    const record = (text: string): void => this.#record(text);
    // oxlint-disable-next-line typescript/no-explicit-any -- as overloaded as the original, which gets all arguments
    const patched: any = function (this: NodeJS.WriteStream, chunk: unknown, ...rest: readonly unknown[]): unknown {
      const encoding = typeof rest[0] === "string" ? rest[0] : "utf8";
      record(textOf(chunk, encoding, decoder));
      return Reflect.apply(original, this, [chunk, ...rest]);
    };
    stream.write = patched;
    this.#restore.push(() => {
      // Somebody who has wrapped our function in the meantime keeps working: it passes everything on.
      if (stream.write === patched) stream.write = original;
    });
  }

  /** Output from outside of any run belongs to the only one there is. */
  #record(text: string): void {
    const current = this.#context.current();
    const sink = current === undefined ? undefined : this.#sinks.get(current);
    if (sink !== undefined) sink(text);
    else if (current === undefined && this.#sinks.size === 1) for (const only of this.#sinks.values()) only(text);
  }
}

function textOf(chunk: unknown, encoding: string, decoder: StringDecoder): string {
  if (typeof chunk === "string") {
    return encoding === "utf8" || encoding === "utf-8"
      ? chunk
      : Buffer.from(chunk, encoding as BufferEncoding).toString("utf8");
  }
  return chunk instanceof Uint8Array ? decoder.write(chunk) : "";
}

/** Captures in the mode that a run asks for. Descriptors can't be captured yet: "fd" captures the streams, too. */
export function createCapture(
  context: RunContext,
): (mode: CaptureMode, run: Run, write: (text: string) => void) => Promise<{ stop(): Promise<void> }> {
  const streams = new StreamCapture(context);
  return (mode, run, write) => {
    if (mode === "fd") {
      run.runLogger.warning(
        'The capture mode "fd" is not available in this version: what child processes print is not captured.',
      );
    }
    const stop = mode === "no" ? () => undefined : streams.add(run, write);
    return Promise.resolve({
      stop() {
        stop();
        return Promise.resolve();
      },
    });
  };
}
