import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
const dir = process.argv[2],
  out = process.argv[3];
const input = Object.fromEntries(
  Object.entries({
    index: "host-node/index",
    browser: "host-browser/browser",
    standalone: "host-browser/standalone",
    internals: "core/internals",
    "observers/file-storage": "observers/file-storage/index",
    "observers/indexeddb": "observers/indexeddb/index",
    "observers/indexeddb-worker": "observers/indexeddb/storing/storing-worker",
    tensorflow: "host-node/tensorflow/index",
    wasi: "host-node/wasi/index",
  }).map(([k, v]) => [k, `${dir}/${v}.d.ts`]),
);
const t = performance.now();
const b = await rolldown({
  input,
  plugins: [dts({ dtsInput: true, tsconfig: false, emitDtsOnly: true })],
  external: (id) => /^(node:|[a-z@])/.test(id),
});
await b.write({ dir: out, format: "esm", chunkFileNames: "chunks/[name].ts", entryFileNames: "[name].ts" });
await b.close();
console.log(performance.now() - t);
