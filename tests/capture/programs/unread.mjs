// Goes on printing when nobody reads any more.
import { execSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";
import { answer, until } from "./capturing.mjs";

const ex = experiment("unread", { observers: [new FileStorageObserver("runs")] });
ex.main(async () => {
  console.log("line 0");
  await until(() => existsSync("gone"));
  for (let i = 1; i < 2000; i++) console.log(`line ${i}`);
  execSync("echo by a child", { stdio: "inherit" });
  process.stdout.write("written\n");
});
await ex.run({ options: { loglevel: "ERROR", capture: "fd" } });
answer(readFileSync("runs/1/cout.txt", "utf8"));
