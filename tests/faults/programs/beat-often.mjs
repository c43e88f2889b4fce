// Beats as often as it can, now from the main thread, now (in a busy loop) from the helper thread, until it is killed.
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";

const ex = experiment("beat_often", { observers: [new FileStorageObserver(process.argv[2])] });
ex.main(async function main({ _run }) {
  _run.info.filling = Array.from({ length: 2000 }, (_, index) => index);
  for (let step = 0; ; step++) {
    _run.logScalar("loss", step);
    _run.result = "r".repeat(step % 5000);
    await _run.heartbeat();
    if (step % 20 === 0) for (const end = performance.now() + 100; performance.now() < end;);
  }
});
await ex.run({ options: { loglevel: "ERROR", "--beat-interval": 0.02 } });
