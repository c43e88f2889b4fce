import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";

const LOOP = "setInterval(() => { for (const end = Date.now() + 1000; Date.now() < end;); }, 1)";

test("programs that never end are started", async () => {
  const alone = spawn(process.execPath, ["-e", LOOP]);
  const parent = spawn("sh", ["-c", `"$0" -e "${LOOP}" & echo $!; wait`, process.execPath]);
  const [line] = await new Promise<[unknown]>((resolve) => parent.stdout.once("data", (text) => resolve([text])));
  const pids = [alone.pid, parent.pid, Number(line)];
  expect(pids.every(Number.isInteger)).toBe(true);
  writeFileSync(String(process.env["PIDS"]), JSON.stringify(pids));
  await new Promise(() => undefined);
});
