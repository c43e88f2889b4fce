// npm run bench [NAME...]: all benchmarks, or those that are named. Figures of one run are comparable with each other only.
import { cpus } from "node:os";

const ALL = ["browser", "capture", "captured", "configuration", "metrics", "recover", "startup", "sweep"];
const named = process.argv.slice(2);
console.log(`Node ${process.versions.node}, ${cpus()[0]?.model}, ${cpus().length} processors\n`);
for (const name of named.length > 0 ? named : ALL) {
  console.log(`${name}:`);
  await import(`./${name}.mjs`);
  console.log();
}
