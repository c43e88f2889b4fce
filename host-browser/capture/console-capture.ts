import type { OutputCapture } from "../../core/host.ts";
import { listen } from "../listen.ts";
import { CapturedText } from "./captured-text.ts";
import { showValue } from "./show-value.ts";
import { listenToConsole } from "./patched-console.ts";
import { finishLines } from "./printed.ts";

/**
 * The capture mode "sys": what `console` is given, what programs print, and errors that nobody caught.
 *
 * @param pulse is called when there is something new
 */
export function captureConsole(pulse: () => void): OutputCapture {
  const text = new CapturedText();
  const add = (piece: string): void => {
    text.add(piece);
    pulse();
  };
  const endConsole = listenToConsole(add);
  const endErrors = listenToErrors((error, prefix) => add(`Uncaught ${prefix}${showValue(error)}\n`));
  return {
    note: undefined,
    get size() {
      return text.bytes;
    },
    news: () => text.news(),
    whole: () => text.whole(),
    stop() {
      finishLines();
      endConsole();
      endErrors();
    },
    release(keep) {
      if (!keep) text.clear();
    },
  };
}

/** As consoles report them. */
function listenToErrors(listener: (error: unknown, prefix: string) => void): () => void {
  const ends = [
    listen("error", ({ error, message }) => listener(error ?? message, "")),
    listen("unhandledrejection", ({ reason }) => listener(reason, "(in promise) ")),
  ];
  return () => {
    for (const end of ends) end();
  };
}
