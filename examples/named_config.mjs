// Named configs: variants of the configuration that are asked for by name.
//
//   node named_config.mjs
//   node named_config.mjs with rude
//   node named_config.mjs print_named_configs
import { experiment } from "sacred-ts";

const ex = experiment("hello_config").config({
  recipient: "world",
  greeting: "Hello",
  get message() {
    return `${this.greeting} ${this.recipient}!`;
  },
});

ex.namedConfig("rude", { greeting: "Get lost" }, { doc: "A rude named config" });
ex.namedConfig("formal", { greeting: "Good day" }, { doc: "A formal named config" });

ex.automain(function main({ message }) {
  console.log(message);
});
