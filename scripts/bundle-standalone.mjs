import { dirname, join } from "node:path";
import { rolldown } from "rolldown";
import { REAL_TIME } from "./real-time.mjs";
import { OUTPUT, ownImport, printableWasm } from "./bundle-browser.mjs";
import { smallJson5 } from "./small-json5.mjs";
import { smallJsTokens } from "./small-js-tokens.mjs";

const INPUTS = {
  standalone: "host-browser/standalone.ts",
  "standalone-indexeddb": "observers/indexeddb/standalone.ts",
};

/** Files that import nothing: everything that is loaded later elsewhere is in them, and so are the dependencies. */
export async function bundleStandalone(dir) {
  for (const [name, file] of Object.entries(INPUTS)) {
    const build = await rolldown({
      input: { [name]: file },
      platform: "browser",
      transform: REAL_TIME,
      plugins: [printableWasm, smallJson5, smallJsTokens, everythingAtOnce, startsItself, ownImport],
    });
    await build.write({ ...OUTPUT, dir, codeSplitting: false, entryFileNames: "[name].js" });
    await build.close();
  }
}

/** Of the file for IndexedDB: it is the program of its worker, too. */
const startsItself = {
  name: "starts-itself",
  resolveId(source, importer) {
    return source === "./worker-ways.ts" ? join(dirname(importer), "worker-ways.alone.ts") : null;
  },
};

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
