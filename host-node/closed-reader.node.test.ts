import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { outliveReader } from "./closed-reader.ts";

const failure = (code: string): Error => Object.assign(new Error(code), { code });
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test("only a broken pipe is outlived, only as long as somebody holds on, and with one listener", async () => {
  const stream = new Writable({ emitClose: false });
  const letGo = [outliveReader(stream), outliveReader(stream)];
  expect(stream.listenerCount("error")).toBe(1);
  stream.emit("error", failure("EPIPE"));
  expect(() => stream.emit("error", failure("ENOSPC"))).toThrow("ENOSPC");
  letGo[0]?.();
  await turn();
  stream.emit("error", failure("EPIPE"));
  letGo[1]?.();
  // What was written just before may fail now.
  stream.emit("error", failure("EPIPE"));
  await turn();
  expect(stream.listenerCount("error")).toBe(0);
  expect(() => stream.emit("error", failure("EPIPE"))).toThrow("EPIPE");
});

test("a listener of the program's own gets every error", () => {
  const stream = new Writable();
  const heard: unknown[] = [];
  stream.on("error", (error) => heard.push(error.message));
  outliveReader(stream);
  for (const code of ["EPIPE", "ENOSPC"]) stream.emit("error", failure(code));
  expect(heard).toEqual(["EPIPE", "ENOSPC"]);
});
