// What the page runs: the cases in it, the report back to whoever has opened it.
import { compareAll, FILES } from "./compare-all.mjs";

const read = async (file) => {
  const response = await fetch(`/vectors/${file}.json`);
  return response.ok ? response.json() : undefined;
};
const report = await compareAll({ files: FILES, read, host: "browser" });
const outcome = { ...report, rules: [...report.rules] };
await fetch("/report", {
  method: "POST",
  body: JSON.stringify(outcome, (_key, value) => (typeof value === "bigint" ? `${value}n` : value)),
});
