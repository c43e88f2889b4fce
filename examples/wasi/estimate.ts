// AssemblyScript: pi by random points, through WASI's own functions and no library. Descriptor 3 is the program's folder.
//
//   npx asc estimate.ts -O --runtime stub --exportStart _start --use abort=estimate/abort -o estimate.wasm

@external("wasi_snapshot_preview1", "fd_write")
declare function fd_write(fd: u32, iovs: usize, count: u32, written: usize): u32;
@external("wasi_snapshot_preview1", "args_sizes_get")
declare function args_sizes_get(count: usize, bytes: usize): u32;
@external("wasi_snapshot_preview1", "args_get")
declare function args_get(list: usize, bytes: usize): u32;
@external("wasi_snapshot_preview1", "random_get")
declare function random_get(start: usize, length: u32): u32;
@external("wasi_snapshot_preview1", "path_open")
declare function path_open(
  folder: u32, lookup: u32, path: usize, length: u32, flags: u32, rights: u64, inherited: u64, how: u32, opened: usize,
): u32;
@external("wasi_snapshot_preview1", "proc_exit")
declare function proc_exit(code: u32): void;

const scratch = memory.data(64);

/** `--use abort=`: a failed assertion ends the program. */
export function abort(_message: string | null, _file: string | null, _line: u32, _column: u32): void {
  proc_exit(255);
}

function write(fd: u32, text: string): void {
  const bytes = String.UTF8.encode(text);
  store<u32>(scratch, changetype<usize>(bytes));
  store<u32>(scratch, bytes.byteLength, 4);
  fd_write(fd, scratch, 1, scratch + 8);
}

function argument(index: i32): string {
  args_sizes_get(scratch, scratch + 4);
  const list = new StaticArray<u32>(load<u32>(scratch));
  const bytes = new ArrayBuffer(load<u32>(scratch, 4));
  args_get(changetype<usize>(list), changetype<usize>(bytes));
  return String.UTF8.decodeUnsafe(list[index], 256, true);
}

function random(): f64 {
  random_get(scratch, 8);
  return f64(load<u64>(scratch) >> 11) / 9007199254740992.0;
}

function save(name: string, text: string): void {
  const path = String.UTF8.encode(name);
  // Made if it isn't there, cut if it is; the rights to write.
  const error = path_open(3, 0, changetype<usize>(path), path.byteLength, 1 | 8, 1 << 6, 0, 0, scratch + 16);
  if (error != 0) proc_exit(error);
  write(load<u32>(scratch, 16), text);
}

function main(): void {
  const points = i32.parse(argument(1));
  let inside = 0;
  for (let i = 0; i < points; i++) {
    const x = random();
    const y = random();
    if (x * x + y * y <= 1) inside++;
  }
  const pi = (4.0 * inside) / points;
  write(1, "π is about " + pi.toString());
  write(2, argument(0) + " drew " + points.toString() + " points");
  save("pi.txt", pi.toString() + "\n");
}

main();
