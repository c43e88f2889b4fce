// A progress bar overwrites its line again and again; the filter stores what is left of it in the end.
import { applyBackspacesAndLinefeeds, experiment } from "sacred-ts";

const ex = experiment("progress").config({ steps: 5 });
ex.capturedOutFilter = applyBackspacesAndLinefeeds;

ex.automain(function main({ steps }) {
  for (let i = 1; i <= steps; i++) process.stdout.write(`\rstep ${i} of ${steps}`);
  process.stdout.write("\n");
});
