import { Fd, Inode, wasi } from "@bjorn3/browser_wasi_shim";

/** How much all files of a program may grow together. */
export class Room {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** @returns false if there isn't as much */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#left += bytes;
  }
}

/**
 * A file in memory that grows by doubling: the shim's own is copied whole by each write (100 MB in pieces of 4 kB would
 * move 1.3 TB). What it is made of is never written to.
 */
export class ProgramFile extends Inode {
  /** the program has written to it or cut it */
  isChanged: boolean = false;
  readonly #room: Room;
  #buffer: Uint8Array;
  #length: number;
  #isOwn: boolean = false;

  constructor(content: Uint8Array, room: Room) {
    super();
    this.#room = room;
    this.#buffer = content;
    this.#length = content.length;
  }

  get length(): number {
    return this.#length;
  }

  /** A copy. */
  content(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }

  read(offset: number, size: number): Uint8Array {
    return this.#buffer.subarray(Math.min(offset, this.#length), Math.min(offset + size, this.#length));
  }

  /** @returns false if there is no room for it */
  write(offset: number, bytes: Uint8Array): boolean {
    const end = Math.max(this.#length, offset + bytes.length);
    if (!this.#reserve(end)) return false;
    this.#buffer.set(bytes, offset);
    this.#length = end;
    return true;
  }

  /** Cuts it, or fills it up with zeros. @returns false if there is no room */
  resize(length: number): boolean {
    if (!this.#reserve(Math.max(length, this.#length))) return false;
    // What was cut must not come back when the file grows again.
    if (length < this.#length) {
      this.#buffer.fill(0, length, this.#length);
      this.#room.giveBack(this.#length - length);
    }
    this.#length = length;
    return true;
  }

  #reserve(length: number): boolean {
    const growth = Math.max(0, length - this.#length);
    if (!this.#room.take(growth)) return false;
    if (!this.#hold(length)) {
      this.#room.giveBack(growth);
      return false;
    }
    this.isChanged = true;
    return true;
  }

  /** Makes sure of a buffer of its own that is long enough. */
  #hold(length: number): boolean {
    const capacity = this.#buffer.length;
    if (this.#isOwn && length <= capacity) return true;
    const grown = allocate(length <= capacity ? capacity : Math.max(length, 2 * capacity));
    grown?.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown ?? this.#buffer;
    this.#isOwn ||= grown !== undefined;
    return grown !== undefined;
  }

  override stat(): wasi.Filestat {
    return new wasi.Filestat(this.ino, wasi.FILETYPE_REGULAR_FILE, BigInt(this.#length));
  }

  override path_open(oflags: number, _rights: bigint, flags: number): { ret: number; fd_obj: Fd } {
    if ((oflags & wasi.OFLAGS_TRUNC) !== 0) this.resize(0);
    return { ret: wasi.ERRNO_SUCCESS, fd_obj: new OpenProgramFile(this, (flags & wasi.FDFLAGS_APPEND) !== 0) };
  }
}

/** The engine may refuse what no limit forbids. */
function allocate(bytes: number): Uint8Array | undefined {
  try {
    return new Uint8Array(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** An open file and the place in it. The names of methods are the shim's. */
export class OpenProgramFile extends Fd {
  readonly #file: ProgramFile;
  readonly #appends: boolean;
  #offset: number = 0;

  constructor(file: ProgramFile, appends: boolean) {
    super();
    this.#file = file;
    this.#appends = appends;
  }

  override fd_fdstat_get(): { ret: number; fdstat: wasi.Fdstat } {
    return {
      ret: wasi.ERRNO_SUCCESS,
      fdstat: new wasi.Fdstat(wasi.FILETYPE_REGULAR_FILE, this.#appends ? wasi.FDFLAGS_APPEND : 0),
    };
  }

  override fd_filestat_get(): { ret: number; filestat: wasi.Filestat } {
    return { ret: wasi.ERRNO_SUCCESS, filestat: this.#file.stat() };
  }

  override fd_filestat_set_size(size: bigint): number {
    return this.#file.resize(Number(size)) ? wasi.ERRNO_SUCCESS : wasi.ERRNO_NOSPC;
  }

  override fd_allocate(offset: bigint, length: bigint): number {
    const needed = Number(offset + length);
    return needed <= this.#file.length || this.#file.resize(needed) ? wasi.ERRNO_SUCCESS : wasi.ERRNO_NOSPC;
  }

  override fd_read(size: number): { ret: number; data: Uint8Array } {
    const data = this.#file.read(this.#offset, size);
    this.#offset += data.length;
    return { ret: wasi.ERRNO_SUCCESS, data };
  }

  override fd_pread(size: number, offset: bigint): { ret: number; data: Uint8Array } {
    return { ret: wasi.ERRNO_SUCCESS, data: this.#file.read(Number(offset), size) };
  }

  override fd_write(bytes: Uint8Array): { ret: number; nwritten: number } {
    if (this.#appends) this.#offset = this.#file.length;
    if (!this.#file.write(this.#offset, bytes)) return { ret: wasi.ERRNO_NOSPC, nwritten: 0 };
    this.#offset += bytes.length;
    return { ret: wasi.ERRNO_SUCCESS, nwritten: bytes.length };
  }

  override fd_pwrite(bytes: Uint8Array, offset: bigint): { ret: number; nwritten: number } {
    const isWritten = this.#file.write(Number(offset), bytes);
    return isWritten ? { ret: wasi.ERRNO_SUCCESS, nwritten: bytes.length } : { ret: wasi.ERRNO_NOSPC, nwritten: 0 };
  }

  override fd_seek(offset: bigint, whence: number): { ret: number; offset: bigint } {
    const from = new Map([
      [wasi.WHENCE_SET, 0],
      [wasi.WHENCE_CUR, this.#offset],
      [wasi.WHENCE_END, this.#file.length],
    ]).get(whence);
    const target = from === undefined ? -1 : from + Number(offset);
    if (target < 0) return { ret: wasi.ERRNO_INVAL, offset: 0n };
    this.#offset = target;
    return { ret: wasi.ERRNO_SUCCESS, offset: BigInt(target) };
  }

  override fd_tell(): { ret: number; offset: bigint } {
    return { ret: wasi.ERRNO_SUCCESS, offset: BigInt(this.#offset) };
  }
}
