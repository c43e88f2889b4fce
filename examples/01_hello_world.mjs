// A minimal experiment: a main function, and everything else for free.
import { Experiment } from "sacred-ts";

const ex = new Experiment();

ex.automain(function main() {
  console.log("Hello world!");
});
