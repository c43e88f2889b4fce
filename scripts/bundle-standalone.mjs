import { join } from "node:path";
import { rolldown } from "rolldown";
import { OUTPUT, printableWasm } from "./bundle-browser.mjs";

/** One file that imports nothing: everything that is loaded later elsewhere is in it, and so are the dependencies. */
export async function bundleStandalone(dir) {
  const build = await rolldown({
    input: { standalone: "host-browser/standalone.ts" },
    platform: "browser",
    plugins: [printableWasm, json5WithoutTables, everythingAtOnce],
  });
  await build.write({ ...OUTPUT, dir, codeSplitting: false, entryFileNames: "[name].js" });
  await build.close();
}

/**
 * What is loaded later elsewhere is here from the start. Left as `import("…")`, each module would be wrapped in a function that
 * evaluates it when it is asked for, which costs 10 kB.
 */
const everythingAtOnce = {
  name: "everything-at-once",
  transform(code, id) {
    if (id.includes("node_modules")) return null;
    const imported = [];
    const changed = code.replaceAll(/(?<!typeof )\bimport\("(\.[^"]+)"\)/g, (_whole, specifier) => {
      imported.push(`import * as __later${imported.length} from "${specifier}";`);
      return `Promise.resolve(__later${imported.length - 1})`;
    });
    return imported.length === 0 ? null : { code: `${imported.join("")}${changed}`, map: null };
  },
};

/** What json5 needs to know about characters; browsers know it themselves, which saves 7 kB of its tables. */
const CHARACTERS = String.raw`
exports.Space_Separator = /[\u1680\u2000-\u200A\u202F\u205F\u3000]/;
exports.ID_Start = /[\p{ID_Start}]/u;
exports.ID_Continue = /[\p{ID_Continue}]/u;
`;

const json5WithoutTables = {
  name: "json5-without-tables",
  resolveId(source) {
    return source === "json5" ? { id: "json5-parse" } : null;
  },
  load(id) {
    if (id === "json5-parse") {
      return `import parse from ${JSON.stringify(join(process.cwd(), "node_modules/json5/lib/parse.js"))}; export default { parse };`;
    }
    return /[\\/]json5[\\/]lib[\\/]unicode\.js$/.test(id) ? CHARACTERS : null;
  },
};
