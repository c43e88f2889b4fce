// A configuration from a plain dictionary:
//
//   node 02_hello_config_dict.mjs with message='Ciao world!'
import { experiment } from "sacred-ts";

const ex = experiment("hello_config_dict").config({ message: "Hello world!" });

ex.automain(function main({ message }) {
  console.log(message);
});
