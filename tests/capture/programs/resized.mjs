import { once } from "node:events";
import { answer, quietly } from "./capturing.mjs";

const run = quietly(async () => {
  const resized = once(process.stdout, "resize");
  console.log("ready");
  // The signal alone keeps no program alive.
  const alive = setInterval(() => undefined, 1000);
  await resized;
  clearInterval(alive);
  console.log(`columns: ${process.stdout.columns}`);
});
answer((await run()).capturedOut);
