// Captured functions: parameters are filled in from the configuration, wherever the function is called.
import { experiment } from "sacred-ts";

const ex = experiment("captured_functions").config({ message: "This is printed by function {}." });

const foo = ex.capture({ name: "foo" }, ({ message }) => {
  console.log(message.replace("{}", "foo"));
});

const bar = ex.capture({ name: "bar" }, ({ message }) => {
  console.log(message.replace("{}", "bar"));
});

ex.automain(function main() {
  foo(); // filled in from the configuration
  bar();
  foo.with({ message: "Overriding message in {}." })(); // given explicitly
});
