import type { RunFacts } from "../../core/show/run-facts.ts";
import { runCharts, runConfig, runHead, runHtml, runLabel, runOutput } from "../../core/show/run-html.ts";
import { STYLE } from "../../core/show/style.ts";
import { withoutOwnFrames } from "./own-frames.ts";

const NAME = "sacred-run";
/** Five times a second looks live. */
const REFRESH_MILLISECONDS = 200;

/**
 * The class of elements that show a run: they look at it again and again as long as it goes on and they are part of a page. Made
 * when it is needed: workers know of no elements.
 */
function elementClass(): CustomElementConstructor {
  return class RunElement extends HTMLElement {
    readonly #root: ShadowRoot = this.attachShadow({ mode: "open" });
    #facts: (() => RunFacts) | undefined = undefined;
    #timer: ReturnType<typeof setTimeout> | undefined = undefined;
    #config: RunFacts["config"] | undefined = undefined;

    /** What is shown: asked for each time. */
    set facts(facts: () => RunFacts) {
      this.#facts = facts;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`:host { display: block }${STYLE}`);
      this.#root.adoptedStyleSheets = [sheet];
      const run = facts();
      this.#config = run.config;
      this.#root.innerHTML = runHtml(run).text;
      this.#next();
    }

    connectedCallback(): void {
      if (this.#facts !== undefined) this.#refresh();
    }

    disconnectedCallback(): void {
      clearTimeout(this.#timer);
    }

    #refresh(): void {
      const run = this.#facts?.();
      if (run === undefined) return;
      this.#root.querySelector("[role=group]")?.setAttribute("aria-label", runLabel(run));
      this.#put("head", runHead(run).text);
      // Folds stay as they are.
      if (run.config !== this.#config) this.#put("config", runConfig(run).text);
      this.#config = run.config;
      this.#put("charts", runCharts(run).text);
      this.#print(runOutput(run));
      if (!run.isOver) return this.#next();
      this.#facts = undefined;
      if (run.failTrace !== undefined) void this.#mapFailure(run, run.failTrace);
    }

    /** The failure in the lines that the user has written, once their source maps have been fetched. */
    async #mapFailure(run: RunFacts, trace: readonly string[]): Promise<void> {
      const { mapStack } = await import("../sources/source-maps.ts");
      const mapped = await Promise.all(withoutOwnFrames(trace).map(mapStack));
      this.#put("head", runHead({ ...run, failTrace: withoutOwnFrames(mapped) }).text);
    }

    #next(): void {
      clearTimeout(this.#timer);
      if (this.isConnected) this.#timer = setTimeout(() => this.#refresh(), REFRESH_MILLISECONDS);
    }

    #put(part: string, content: string): void {
      const place = this.#part(part);
      // Unchanged, it keeps what the user has selected.
      if (place === null || this.#shown.get(part) === content) return;
      this.#shown.set(part, content);
      place.innerHTML = content;
      this.#reveal(part, content);
    }

    readonly #shown: Map<string, string> = new Map();

    /** Stays at the end, unless the user looks at something above. */
    #print(text: string): void {
      const place = this.#part("output");
      if (place === null || place.textContent === text) return;
      const isAtEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 20;
      place.textContent = text;
      this.#reveal("output", text);
      if (isAtEnd) place.scrollTop = place.scrollHeight;
    }

    #part(name: string): Element | null {
      return this.#root.querySelector(`[data-part=${name}]`);
    }

    #reveal(part: string, content: string): void {
      this.#root.querySelector(`[data-of=${part}]`)?.toggleAttribute("hidden", content === "");
    }
  };
}

/** Makes an element show a run; it was made before this code was there. */
export function showFacts(element: HTMLElement, facts: () => RunFacts): void {
  // Another copy of the package may have come first: its class does as well.
  if (customElements.get(NAME) === undefined) customElements.define(NAME, elementClass());
  customElements.upgrade(element);
  Reflect.set(element, "facts", facts);
}
