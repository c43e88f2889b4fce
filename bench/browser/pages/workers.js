import { runInWorker } from "sacred-ts/browser";

const points = () => new Worker("/points.js", { type: "module" });
const options = { loglevel: "CRITICAL" };

async function until(stream, find) {
  for await (const item of stream) if (find(item)) return;
}

globalThis.bench = {
  /** Milliseconds from the call until the run goes on. */
  async startOfRun() {
    const started = performance.now();
    const run = runInWorker(points, { command: "nothing", options });
    await until(run.status, (status) => status === "RUNNING");
    const milliseconds = performance.now() - started;
    await run.result;
    return milliseconds;
  },

  /** Milliseconds until a bare worker of the same size of nothing answers. */
  async startOfWorker() {
    const started = performance.now();
    const worker = new Worker("/plain.js", { type: "module" });
    await new Promise((resolve) => {
      worker.onmessage = resolve;
      worker.postMessage({ count: 0, batch: 1 });
    });
    worker.terminate();
    return performance.now() - started;
  },

  /** Points a second, from the first one logged until the page has all. */
  async pointsOfRun(count) {
    const run = runInWorker(points, { configUpdates: { count }, options });
    let received = 0;
    let skipped = 0;
    let ended = 0;
    for await (const { metricsByName, skippedPoints } of run.metrics) {
      received += metricsByName.loss?.steps.length ?? 0;
      skipped += skippedPoints;
      ended = performance.timeOrigin + performance.now();
    }
    if (received + skipped !== count) throw new Error(`${received} and ${skipped} of ${count} points have arrived.`);
    return { rate: count / ((ended - (await run.result)) / 1000), skipped };
  },

  /** Points a second by postMessage alone. */
  async pointsPlain(count, batch) {
    const worker = new Worker("/plain.js", { type: "module" });
    const started = performance.now();
    await new Promise((resolve) => {
      let received = 0;
      worker.onmessage = ({ data }) => {
        received += batch === 1 ? 1 : data[0].length;
        if (received >= count) resolve();
      };
      worker.postMessage({ count, batch });
    });
    worker.terminate();
    return count / ((performance.now() - started) / 1000);
  },

  /** Frames a second, and the longest one in milliseconds, while a run that is shown logs as fast as it can. */
  async frames(isRunning) {
    const run = isRunning ? runInWorker(points, { command: "endless", options }) : undefined;
    if (run !== undefined) {
      document.body.append(run.show());
      await until(run.metrics, () => true);
    }
    const times = [];
    await new Promise((resolve) => {
      const frame = (time) => {
        times.push(time);
        if (time - times[0] < 3000) requestAnimationFrame(frame);
        else resolve();
      };
      requestAnimationFrame(frame);
    });
    await run?.stop();
    const gaps = times.slice(1).map((time, index) => time - times[index]);
    return { rate: gaps.length / ((times.at(-1) - times[0]) / 1000), longest: Math.max(...gaps) };
  },
};
