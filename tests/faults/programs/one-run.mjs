// One run, whose id is printed.
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";

const ex = experiment("one_run", { observers: [new FileStorageObserver(process.argv[2])] });
ex.main(() => 1);
const run = await ex.run({ options: { loglevel: "ERROR" } });
console.log(run.id);
