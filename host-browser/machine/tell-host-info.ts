import { getHostInfo } from "../index.ts";

// A worker of the test: says what is known in there.
self.postMessage(await getHostInfo());
