// Rounds of points while the file layer fails again and again.
import { round, runIn, untilLog } from "./storage-scenario.mjs";

await runIn(process.argv[2], async ({ _run }) => {
  await round(_run, 0, 100);
  // Where nothing can ever be written there is nothing to wait for.
  if (process.env.FAULT_EVERY !== "1") await untilLog(process.argv[2], (size) => size > 1000);
  globalThis.armFaults();
  for (let from = 100; from < 3000; from += 100) await round(_run, from, 100);
  return 3000;
});
