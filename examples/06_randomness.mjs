// Randomness made controllable: every function draws from a generator of its own, which depends on the seed alone.
// What a function gets depends on how often it was called before, and not on what others have drawn in the meantime:
//
//   node 06_randomness.mjs with seed=12345
//   node 06_randomness.mjs with seed=12345 numbers=3
//   node 06_randomness.mjs with seed=12345 reverse=true
import { experiment } from "sacred-ts";

const ex = experiment("randomness").config({
  reverse: false,
  numbers: 1,
});

const doRandomStuff = ex.capture({ name: "do_random_stuff" }, ({ numbers, _rnd }) => {
  console.log(list(Array.from({ length: numbers }, () => _rnd.randint(1, 100))));
});

const doMoreRandomStuff = ex.capture({ name: "do_more_random_stuff" }, ({ _seed }) => {
  console.log(_seed);
});

ex.automain(function run({ reverse }) {
  if (reverse) {
    doMoreRandomStuff();
    doRandomStuff();
    doRandomStuff();
  } else {
    doRandomStuff();
    doRandomStuff();
    doMoreRandomStuff();
  }
  doRandomStuff();
});

function list(numbers) {
  return `[${numbers.join(", ")}]`;
}
