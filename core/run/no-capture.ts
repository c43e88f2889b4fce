import type { OutputCapture } from "../host.ts";

/** The capture mode "no". */
export const NO_CAPTURE: OutputCapture = {
  note: undefined,
  size: 0,
  news: () => [],
  whole: () => [],
  stop: () => undefined,
  release: () => undefined,
};
