import { deflateSync, Zip, type ZipInputFile } from "fflate";
import { ObserverError } from "../../../core/errors/index.ts";
import { crc32 } from "../../../core/record/crc32.ts";
import type { LongTask } from "../reader/long-task.ts";
import { eachChunk } from "./each-chunk.ts";
import { type Content, GrowingContent } from "./growing-content.ts";

/** What the plain .zip format can hold. */
const MOST_BYTES = 0xffff_ffff;
const MOST_FILES = 0xffff;
const DEFLATED = 8;
/** Within what .zip files can say (1980 to 2107). */
const [FIRST_TIME, LAST_TIME] = [Date.UTC(1980, 0, 2), Date.UTC(2099, 0, 1)];

/** Packs files into a .zip, one after the other. */
export class ZipWriter {
  readonly #task: LongTask;
  readonly #packed: GrowingContent = new GrowingContent();
  #files: number = 0;
  #failure: unknown;
  readonly #zip: Zip = new Zip((error, piece) => {
    if (error !== null) this.#failure = error;
    else this.#packed.add(new Uint8Array(piece));
  });

  constructor(task: LongTask) {
    this.#task = task;
  }

  async add(path: string, content: Content, time: number): Promise<void> {
    this.#files++;
    const size = content instanceof Blob ? content.size : content.length;
    if (this.#files > MOST_FILES || this.#packed.length + size > MOST_BYTES)
      throw new ObserverError("These runs are too much for one .zip (4 GB, 65,535 files): export fewer at a time.");
    const mtime = Math.min(Math.max(time, FIRST_TIME), LAST_TIME);
    const file: ZipInputFile = { filename: path, size, crc: 0, compression: DEFLATED, mtime };
    this.#zip.add(file);
    const note = (bytes: Uint8Array): void => {
      file.crc = crc32(bytes, file.crc);
      this.#task.didBytes(bytes.length);
    };
    if (content instanceof Blob) await eachChunk(deflated(content, note), (chunk) => file.ondata?.(null, chunk, false));
    else {
      // A stream takes longer than what is small.
      note(content);
      file.ondata?.(null, deflateSync(content), false);
    }
    file.ondata?.(null, new Uint8Array(), true);
    if (this.#failure !== undefined) throw this.#failure;
    await this.#task.breathe();
  }

  end(): Blob {
    this.#zip.end();
    return new Blob([this.#packed.end()], { type: "application/zip" });
  }
}

/** Browsers do that several times as fast as code does. */
function deflated(content: Blob, note: (bytes: Uint8Array) => void): ReadableStream<Uint8Array<ArrayBuffer>> {
  const noting = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(bytes, next) {
      note(bytes);
      next.enqueue(bytes);
    },
  });
  return content.stream().pipeThrough(noting).pipeThrough(new CompressionStream("deflate-raw"));
}
