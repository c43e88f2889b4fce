// A configuration whose entries depend on each other: change one, and what is computed from it follows.
//
//   node 03_hello_config_scope.mjs with recipient=Bob
//   node 03_hello_config_scope.mjs print_config
import { experiment } from "sacred-ts";

const ex = experiment("hello_cs").config({
  recipient: "world", // who is greeted
  get message() {
    return `Hello ${this.recipient}!`;
  },
});

ex.automain(function main({ message }) {
  console.log(message);
});
