// Logs POINTS points of METRICS metrics in turns, as fast as it can, into FOLDER; prints how much memory the process grew from a
// quarter of them to the last one, in MB. With "kill" as fourth argument it kills itself then.
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";

const [folder, metrics, points, then] = process.argv.slice(2);
const count = Number(points);
const names = Array.from({ length: Number(metrics) }, (_, index) => `metric ${index}`);
const SAMPLES = 200;

/** What the line through them rises by from the first to the last one: least squares. */
function riseOf(samples) {
  const middle = (samples.length - 1) / 2;
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  const products = samples.reduce((sum, sample, index) => sum + (index - middle) * (sample - mean), 0);
  const squares = samples.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  return (products / squares) * (samples.length - 1);
}

const ex = experiment("many_points", { observers: [new FileStorageObserver(folder)] });
ex.main({ name: "main" }, ({ _run }) => {
  const samples = [];
  const every = Math.floor(count / SAMPLES);
  const start = performance.now();
  for (let point = 0; point < count; point++) {
    _run.logScalar(names[point % names.length], Math.sin(point));
    if (point % every === 0 && point >= count / 4) samples.push(process.memoryUsage.rss() / 1e6);
  }
  const seconds = (performance.now() - start) / 1000;
  process.stdout.write(`${JSON.stringify({ grown: riseOf(samples), most: Math.max(...samples), seconds })}\n`);
  if (then === "kill") process.kill(process.pid, "SIGKILL");
});
await ex.run({ options: { loglevel: "ERROR", "--capture": "no" } });
process.stdout.write(`${JSON.stringify({ most: process.resourceUsage().maxRSS / 1000, seconds: process.uptime() })}\n`);
