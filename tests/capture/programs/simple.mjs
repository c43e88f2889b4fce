import { execSync } from "node:child_process";
import { answer, ARGS, quietly } from "./capturing.mjs";

const run = quietly(() => {
  console.log("printed");
  execSync("echo by a child", { stdio: "inherit" });
});
const options = { loglevel: "WARNING", capture: ARGS[0] ?? "fd" };
await run(options);
answer((await run(options)).capturedOut);
