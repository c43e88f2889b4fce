// Checked by the compiler, not run: the configuration is frozen, deep down, wherever it is read.
import { experiment } from "../../host-node/index.ts";
import { same } from "./equal.ts";

const ex = experiment("frozen")
  .config({ layers: [1, 2], net: { sizes: [[1], [2]], name: "a" } })
  .declare<{ tags?: string[] }>();

ex.capture((c) => {
  const { layers, net, tags = [], _config } = c;
  // @ts-expect-error -- a list
  layers.push(3);
  // @ts-expect-error -- in a dictionary
  net.sizes[0]?.push(3);
  // @ts-expect-error -- an entry of a dictionary
  net.name = "b";
  // @ts-expect-error -- through _config
  _config.layers.push(3);
  // @ts-expect-error -- a declared one
  tags.push("a");
  // @ts-expect-error -- an entry
  c.layers = [];
  // What only reads takes it, and a copy can be changed.
  Math.max(...layers);
  [...layers].push(3);
  same<number[], ReturnType<typeof layers.slice>>();
});
ex.config(({ layers, net }) => {
  // @ts-expect-error -- in a function scope
  layers.push(3);
  // @ts-expect-error -- deep down
  net.sizes.length = 0;
  return { copy: layers, layers };
});
ex.namedConfig("more", ({ layers }) => {
  // @ts-expect-error -- in a named one
  layers.sort();
  return { layers: layers.toReversed() };
});
ex.capture({ prefix: "net" }, ({ sizes }) => {
  // @ts-expect-error -- behind a prefix
  sizes.reverse();
});

export async function read(): Promise<void> {
  const run = await ex.run();
  // @ts-expect-error -- of a run
  run.config.layers.push(3);
  const { config } = await ex.resolveConfig();
  // @ts-expect-error -- of none
  config.net.sizes.push([]);
}
