import { serveStorage } from "./serve-storage.ts";

// The program of the storing worker: it goes on while page and run are both blocked.
serveStorage(self);
