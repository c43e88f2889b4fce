// What a run needs of a page or worker, loaded with the first one.

import { UnsupportedError } from "../core/errors/index.ts";

export { captureConsole } from "./capture/console-capture.ts";
export { watchPage } from "./page-watch.ts";

export function noDescriptors(): UnsupportedError {
  return new UnsupportedError(
    'The capture mode "fd" needs file descriptors, which a browser has only for WASI programs: those print into the mode "sys" (see runWasi of sacred-ts/wasi), as everything else does.',
  );
}
