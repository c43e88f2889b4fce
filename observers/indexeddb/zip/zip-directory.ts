import type { LongTask } from "../reader/long-task.ts";
import type { Content } from "./growing-content.ts";
import { damaged } from "./damaged.ts";
import { Unpacking } from "./unpacking.ts";

/** A file in a .zip, as the archive's directory lists it. */
export interface ZipEntry {
  readonly path: string;
  /** unpacked */
  readonly bytes: number;
  /** Unpacks and checks it. @throws {ObserverError} if it is damaged */
  read(task: LongTask): Promise<Content>;
}

// PKWARE APPNOTE 6.3.10: 4.3.16 end of the directory, 4.3.12 the directory, 4.3.7 in front of each file.
const END = { signature: 0x06054b50, bytes: 22, longestComment: 0xffff } as const;
const CENTRAL = { signature: 0x02014b50, bytes: 46 } as const;
const LOCAL = { signature: 0x04034b50, bytes: 30 } as const;
const METHOD = { stored: 0, deflated: 8 } as const;
const ENCRYPTED = 1;
const ZIP64 = 0xffff_ffff;
/** Packed bytes that are read at once; deflated ones may become a thousand times as many. */
const [STEP, DEFLATED_STEP] = [1 << 20, 1 << 12];
/** A .zip up to that is read at once: thousands of small reads take long. */
const HELD_BYTES = 1 << 26;

interface Source {
  view(from: number, to: number): Promise<DataView<ArrayBuffer>>;
}

async function sourceOf(zip: Blob): Promise<Source> {
  if (zip.size > HELD_BYTES) return { view: async (from, to) => new DataView(await zip.slice(from, to).arrayBuffer()) };
  const bytes = await zip.arrayBuffer();
  const within = (at: number): number => Math.min(at, bytes.byteLength);
  return { view: async (from, to) => new DataView(bytes, within(from), Math.max(0, within(to) - within(from))) };
}

/**
 * Lists what is in a .zip, of which only the directory is read.
 *
 * @throws {ObserverError} if it is none, or damaged, or of a kind that isn't read here
 */
export async function zipEntries(blob: Blob): Promise<ZipEntry[]> {
  const zip = await sourceOf(blob);
  const tail = await zip.view(Math.max(0, blob.size - END.bytes - END.longestComment), blob.size);
  let end = tail.byteLength - END.bytes;
  while (end >= 0 && tail.getUint32(end, true) !== END.signature) end--;
  if (end < 0) throw damaged("it has no directory: it may be cut short, or be no .zip at all");
  const count = tail.getUint16(end + 10, true);
  const [bytes, offset] = [tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
  if (offset === ZIP64 || count === 0xffff)
    throw damaged("it is in the Zip64 format, which isn't read here: pack fewer runs");
  const directory = await zip.view(offset, offset + bytes);
  const entries: ZipEntry[] = [];
  for (let at = 0, index = 0; index < count; index++) {
    if (at + CENTRAL.bytes > directory.byteLength || directory.getUint32(at, true) !== CENTRAL.signature)
      throw damaged("its directory is broken");
    const [nameBytes, extra, comment] = [28, 30, 32].map((field) => directory.getUint16(at + field, true));
    const next = at + CENTRAL.bytes + (nameBytes ?? 0) + (extra ?? 0) + (comment ?? 0);
    if (next > directory.byteLength) throw damaged("its directory is broken");
    const path = new TextDecoder().decode(
      new Uint8Array(directory.buffer, directory.byteOffset + at + CENTRAL.bytes, nameBytes),
    );
    // Folders have entries of their own.
    if (!path.endsWith("/")) entries.push(entryAt(zip, directory, at, path));
    at = next;
  }
  return entries;
}

function entryAt(zip: Source, directory: DataView, at: number, path: string): ZipEntry {
  const [flags, method] = [directory.getUint16(at + 8, true), directory.getUint16(at + 10, true)];
  const [checksum = 0, packed = 0, bytes = 0] = [16, 20, 24].map((field) => directory.getUint32(at + field, true));
  const offset = directory.getUint32(at + 42, true);
  const name = JSON.stringify(path);
  if (flags & ENCRYPTED) throw damaged(`${name} is encrypted`);
  if (method !== METHOD.stored && method !== METHOD.deflated) throw damaged(`${name} is packed by method ${method}`);
  return {
    path,
    bytes,
    async read(task) {
      const header = await zip.view(offset, offset + LOCAL.bytes);
      if (header.byteLength < LOCAL.bytes || header.getUint32(0, true) !== LOCAL.signature)
        throw damaged(`${name} isn't where the directory says`);
      const nameEnd = offset + LOCAL.bytes + header.getUint16(26, true);
      // Names have no checksum, but stand here, too.
      const named = await zip.view(offset + LOCAL.bytes, nameEnd);
      if (new TextDecoder().decode(named) !== path) throw damaged(`${name} has another name in front of its content`);
      const start = nameEnd + header.getUint16(28, true);
      const unpacking = new Unpacking({ name, bytes, checksum, isDeflated: method === METHOD.deflated });
      const step = method === METHOD.deflated ? DEFLATED_STEP : STEP;
      for (let from = start; from < start + packed; from += step) {
        const view = await zip.view(from, Math.min(from + step, start + packed));
        task.didBytes(unpacking.push(new Uint8Array(view.buffer, view.byteOffset, view.byteLength)));
        await task.breathe();
      }
      return unpacking.end();
    },
  };
}
