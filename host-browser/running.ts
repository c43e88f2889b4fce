// What a run needs of a page or worker, loaded with the first one.

export { captureConsole } from "./capture/console-capture.ts";
export { watchPage } from "./page-watch.ts";
