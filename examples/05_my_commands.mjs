// Commands of your own besides the main function:
//
//   node 05_my_commands.mjs greet with name=Jane
//   node 05_my_commands.mjs shout
//   node 05_my_commands.mjs help greet
import { experiment } from "sacred-ts";

const ex = experiment("my_commands", { doc: "An experiment with commands of its own." }).config({ name: "John" });

ex.command("greet", { doc: "Print a simple greet message." }, ({ name }) => {
  console.log(`Hello ${name}! Nice to greet you!`);
});

ex.command("shout", { doc: "Shout slogan." }, () => {
  console.log("WHAZZZUUUUUUUUUUP!!!????");
});

ex.automain(function main() {
  console.log("This is just the main command. Try greet or shout.");
});
