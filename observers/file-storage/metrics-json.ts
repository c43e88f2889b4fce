import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { BLOCK_HEADER, type PointColumns, readMetricLog, LOG_MAGIC } from "../../core/record/metric-log.ts";
import { compareMetricNames, metricsText, metricText } from "../../core/record/metrics-text.ts";
import { replaceBy } from "./atomic-write.ts";

/** Where in a metric log the blocks of each metric stand. */
export type LogIndex = ReadonlyMap<number, readonly Block[]>;

/** Output is collected up to this many characters. */
const PIECE = 1 << 16;

/** The names of the metrics in a log, and where their points stand. */
export interface LogContent {
  readonly names: readonly string[];
  readonly index: LogIndex;
}

/**
 * Writes metrics.json in Sacred's layout, block by block from the log: memory doesn't grow with the history.
 *
 * @param strict NaN and the infinities become null
 */
export function writeMetricsJson(path: string, logPath: string, content: LogContent, strict: boolean): void {
  replaceBy(path, (temporary) => {
    const log = openSync(logPath, "r");
    const file = openSync(temporary, "w");
    try {
      const out = new PieceWriter(file);
      writeMetrics(out, log, content, strict);
      out.flush();
    } finally {
      closeSync(file);
      closeSync(log);
    }
  });
}

function writeMetrics(out: PieceWriter, log: number, { names, index }: LogContent, strict: boolean): void {
  const metrics = names
    .map((name, id) => ({ name, blocks: index.get(id) ?? [] }))
    .sort((a, b) => compareMetricNames(a.name, b.name));
  out.write(metricsText.begin);
  metrics.forEach(({ name, blocks }, at) => {
    const columnsOf = columnReader(log, blocks);
    for (const piece of metricText(name, at, () => oneByOne(blocks, columnsOf), strict)) out.write(piece);
  });
  out.write(metricsText.end(metrics.length));
}

function* oneByOne(blocks: readonly Block[], columnsOf: (block: Block) => PointColumns): Generator<PointColumns> {
  for (const block of blocks) yield columnsOf(block);
}

/** A metric of this size is read once; of a longer one each column is read by itself, and memory stays constant. */
const READ_ONCE_BYTES = 1 << 20;

type Block = { readonly offset: number; readonly length: number };

function columnReader(log: number, blocks: readonly Block[]): (block: Block) => PointColumns {
  if (blocks.reduce((bytes, { length }) => bytes + length, 0) > READ_ONCE_BYTES)
    return (block) => readBlock(log, block);
  const columns = new Map(blocks.map((block) => [block, readBlock(log, block)]));
  return (block) => columns.get(block) ?? readBlock(log, block);
}

function readBlock(log: number, { offset, length }: Block): PointColumns {
  const bytes = new Uint8Array(LOG_MAGIC.length + length);
  bytes.set(LOG_MAGIC);
  // A block that is read in part doesn't match its checksum: that is an error below.
  readSync(log, bytes, LOG_MAGIC.length, length, offset);
  const columns = readMetricLog(bytes).blocks[0]?.columns;
  if (columns === undefined || length < BLOCK_HEADER) throw new Error(`The metric log has no block at ${offset}.`);
  return columns;
}

class PieceWriter {
  readonly #file: number;
  #text: string = "";

  constructor(file: number) {
    this.#file = file;
  }

  write(text: string): void {
    this.#text += text;
    if (this.#text.length >= PIECE) this.flush();
  }

  flush(): void {
    const bytes = Buffer.from(this.#text);
    // A disk that is nearly full takes a part, and fails at the next call only.
    let written = 0;
    while (written < bytes.length) written += writeSync(this.#file, bytes, written);
    this.#text = "";
  }
}
