// The store in one file that imports nothing (dist/browser/standalone-indexeddb.js): for `<script type="module">` and notebooks.

import { serveStorage } from "./storing/serve-storage.ts";
import { isStoringWorker } from "./storing/worker-ways.alone.ts";

export * from "./index.ts";

if (isStoringWorker()) serveStorage(self);
