import { createHash } from "node:crypto";
import { createReadStream, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runOn } from "./run-on.ts";

interface Answer {
  readonly observed: string;
  readonly readBack: string;
  readonly expected: string;
  readonly largest: number;
  readonly times: number;
  readonly lines: number;
}

async function md5(file: string): Promise<string> {
  const hash = createHash("md5");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

test.each([["js"], ["child"]])(
  "100 MB from %s: every byte is shown, observed piece by piece, and can be read back",
  async (what) => {
    const { answer, folder } = await runOn("file", "volume.mjs", { args: [what, "100"] });
    const { observed, readBack, expected, largest } = JSON.parse(answer) as Answer;
    expect([observed, readBack]).toEqual([expected, expected]);
    expect(await md5(join(folder, "out"))).toBe(expected);
    expect(largest).toBeLessThanOrEqual(1 << 16);
    // The program has ended: nothing of the capture is left.
    expect(readdirSync(folder).filter((name) => name.startsWith("sacred-ts-capture"))).toEqual([]);
  },
);

test.each([["socket"], ["pipe"], ["file"]] as const)(
  "20 MB printed while a child that is a Node program has the same output (%s): nothing is lost",
  async (target) => {
    const { answer, shown } = await runOn(target, "volume.mjs", { args: ["beside-node", "20"] });
    const { times, lines } = JSON.parse(answer) as Answer;
    expect(lines).toBe(times + 1);
    expect(shown.split("\n").length - 1).toBe(times + 1);
    expect(
      shown
        .replace("ready\n", "")
        .split("\n")
        .every((line, index) => index === times || line.endsWith("😀 ")),
    ).toBe(true);
  },
);
