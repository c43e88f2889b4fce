import { expect, test } from "vitest";
import { Md5 } from "./md5.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  // RFC 1321, appendix A.5
  ["", "d41d8cd98f00b204e9800998ecf8427e"],
  ["a", "0cc175b9c0f1b6a831c399e269772661"],
  ["abc", "900150983cd24fb0d6963f7d28e17f72"],
  ["abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"],
  ["1234567890".repeat(8), "57edf4a22be3c955ac49da2e2107b67a"],
])("the digest of %j is %s", (text, digest) => {
  expect(new Md5().update(bytes(text)).hex()).toBe(digest);
});

test("pieces of any length give the digest of the whole", () => {
  const whole = Uint8Array.from({ length: 1000 }, (_, index) => index * 7);
  const expected = new Md5().update(whole).hex();
  for (const length of [1, 3, 55, 56, 63, 64, 65, 127, 200, 999]) {
    const md5 = new Md5();
    for (let at = 0; at < whole.length; at += length) md5.update(whole.subarray(at, at + length));
    expect(md5.hex()).toBe(expected);
  }
});
