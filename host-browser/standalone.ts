// The whole package in one file that imports nothing (dist/browser/standalone.js): for `<script type="module">` and notebooks.

import { noteOwnAddress } from "./workers/own-address.ts";

export * from "./browser.ts";

// So that the text of an experiment which imports the package can be run in a worker.
for (const specifier of ["sacred-ts", "sacred-ts/browser", "sacred-ts/standalone"])
  noteOwnAddress(specifier, import.meta.url);
