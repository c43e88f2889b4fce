import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Glimpse } from "../../core/show/glimpse.ts";
import type { RunFacts } from "../../core/show/run-facts.ts";
import { Experiment, type Run } from "../index.ts";
import { showFacts } from "./run-element.ts";

const NONE = { added: new Set<string>(), modified: new Set<string>(), typechanged: new Map<string, unknown>() };
const QUIET = { loglevel: "CRITICAL" };

let element: HTMLElement;
beforeEach(() => {
  element = document.createElement("sacred-run");
  document.body.append(element);
});
afterEach(() => document.body.replaceChildren());

function part(name: string, of: Element = element): Element {
  const found = of.shadowRoot?.querySelector(`[data-part=${name}]`);
  if (found === null || found === undefined) throw new Error(`There is no part ${name}.`);
  return found;
}

describe("a run that goes on elsewhere", () => {
  let facts: RunFacts;
  let glimpse: Glimpse;
  let asked: number;
  const ask = (): RunFacts => {
    asked++;
    return { ...facts, output: glimpse.output, lostUnits: glimpse.lostUnits };
  };

  beforeEach(() => {
    vi.useFakeTimers();
    asked = 0;
    glimpse = new Glimpse();
    facts = {
      name: "far",
      command: "main",
      id: 7,
      status: "RUNNING",
      startTime: new Date(),
      stopTime: undefined,
      config: { lr: 0.1 },
      result: null,
      failTrace: undefined,
      output: "",
      lostUnits: 0,
      glimpse,
      last: [],
      isOver: false,
    };
    showFacts(element, ask);
  });
  afterEach(() => vi.useRealTimers());

  test("is shown as it is told of, until it is over", () => {
    expect(part("head").textContent).toContain("RUNNING");
    expect(part("output").parentElement?.hidden).toBe(true);
    glimpse.addPoint("loss", 0, 1);
    glimpse.addPoint("loss", 1, 0.5);
    glimpse.addOutput("epoch 1\n");
    vi.advanceTimersByTime(250);
    expect(part("charts").querySelector("svg")?.getAttribute("aria-label")).toContain("2 points, last 0.5 at step 1");
    expect(part("output").textContent).toBe("epoch 1\n");
    expect(part("output").parentElement?.hidden).toBe(false);
    facts = { ...facts, status: "INTERRUPTED", stopTime: new Date(), isOver: true };
    vi.advanceTimersByTime(250);
    expect(part("head").textContent).toContain("INTERRUPTED");
    const before = asked;
    vi.advanceTimersByTime(10_000);
    expect(asked).toBe(before);
  });

  test("is called what it is, with its configuration, once that is known", () => {
    facts = { ...facts, name: "experiment", config: {} };
    showFacts(element, ask);
    const config = element.shadowRoot?.querySelector<HTMLElement>(".config");
    expect(config?.hidden).toBe(true);
    facts = {
      ...facts,
      name: "near",
      config: { lr: 0.1, seed: 5 },
      modifications: { ...NONE, modified: new Set(["seed"]) },
    };
    vi.advanceTimersByTime(250);
    expect(config?.hidden).toBe(false);
    expect(config?.innerText).toMatch(/lr 0\.1\s+seed 5\s+modified/);
    expect(element.shadowRoot?.querySelector("[role=group]")?.getAttribute("aria-label")).toBe("Run of near");
  });

  test("has its configuration when it has begun, and folds stay as they are", () => {
    expect(part("config").textContent).toContain("lr");
    facts = { ...facts, config: { lr: 0.5, foo: { bar: 1 } }, modifications: { ...NONE, modified: new Set(["lr"]) } };
    vi.advanceTimersByTime(250);
    expect(part("config").textContent).toMatch(/lr\s+0\.5\s+modified/);
    const fold = part("config").querySelector("details");
    if (fold !== null) fold.open = false;
    vi.advanceTimersByTime(1000);
    expect(part("config").querySelector("details")).toBe(fold);
    expect(fold?.open).toBe(false);
  });

  test("isn't looked at while the element is nowhere, and goes on when it is back", () => {
    element.remove();
    const before = asked;
    vi.advanceTimersByTime(10_000);
    expect(asked).toBe(before);
    glimpse.addOutput("meanwhile\n");
    document.body.append(element);
    expect(part("output").textContent).toBe("meanwhile\n");
    vi.advanceTimersByTime(1000);
    expect(asked).toBeGreaterThan(before + 3);
  });

  test("leaves what hasn't changed as it is: selections and folds stay", () => {
    glimpse.addPoint("loss", 0, 1);
    vi.advanceTimersByTime(250);
    const svg = part("charts").querySelector("svg");
    const folds = element.shadowRoot?.querySelector<HTMLDetailsElement>(".config");
    if (folds !== null && folds !== undefined) folds.open = false;
    vi.advanceTimersByTime(2000);
    expect(part("charts").querySelector("svg")).toBe(svg);
    expect(folds?.open).toBe(false);
  });

  test("stays at the end of its output, unless somebody reads above", () => {
    const output = part("output");
    glimpse.addOutput("line\n".repeat(100));
    vi.advanceTimersByTime(250);
    expect(output.scrollTop + output.clientHeight).toBeCloseTo(output.scrollHeight, -1);
    output.scrollTop = 0;
    glimpse.addOutput("more\n");
    vi.advanceTimersByTime(250);
    expect(output.scrollTop).toBe(0);
  });
});

describe("a run of this page", () => {
  test("is shown live, and as it ended", async () => {
    let go: () => void = () => undefined;
    const going = new Promise<void>((resolve) => void (go = resolve));
    const ex = new Experiment("near", { interactive: true });
    ex.addConfig({ lr: 0.1, foo: { bar: "<b>" } });
    ex.main(async ({ _run }: { _run: Run }) => {
      for (let step = 0; step < 20_000; step++) _run.logScalar("loss", 1 / (1 + step), step);
      console.log("half way");
      await going;
      console.log("there");
      return { accuracy: 0.9 };
    });
    const { run, finished } = ex.start({ options: QUIET });
    const shown = run.show();
    document.body.append(shown);
    await expect
      .poll(() => shown.shadowRoot?.querySelector("svg")?.getAttribute("aria-label"))
      .toContain("20000 points");
    await expect.poll(() => part("output", shown).textContent).toBe("half way\n");
    expect(part("head", shown).textContent).toContain("RUNNING");
    go();
    await finished;
    await expect.poll(() => part("head", shown).textContent).toContain("COMPLETED");
    expect(part("head", shown).textContent).toContain('{"accuracy":0.9}');
    await expect.poll(() => part("output", shown).textContent).toBe("half way\nthere\n");
    expect(shown.shadowRoot?.querySelector(".config")?.textContent).toContain("<b>");
  });

  test("of an interactive experiment is shown whole when it is over", async () => {
    const ex = new Experiment("over", { interactive: true });
    ex.main(({ _run }: { _run: Run }) => {
      _run.logScalar("loss", 0.5);
      console.log("printed");
      throw new Error("no luck");
    });
    const { run, finished } = ex.start({ options: QUIET });
    await expect(finished).rejects.toThrow("no luck");
    const shown = run.show();
    document.body.append(shown);
    await expect.poll(() => shown.shadowRoot?.querySelector("svg")).not.toBeNull();
    expect(part("output", shown).textContent).toBe("printed\n");
    expect(part("head", shown).textContent).toContain("Error: no luck");
  });

  test("of another experiment keeps what came after the first look", async () => {
    const ex = new Experiment("other");
    ex.main(({ _run }: { _run: Run }) => {
      _run.logScalar("loss", 0.5);
      console.log("printed");
    });
    const before = await ex.run({ options: QUIET });
    const { run, finished } = ex.start({ options: QUIET });
    const shown = [before.show(), run.show()];
    await finished;
    document.body.append(...shown);
    await expect.poll(() => shown.map(({ shadowRoot }) => shadowRoot?.querySelectorAll("svg").length)).toEqual([0, 1]);
    expect(shown.map((one) => part("output", one).textContent)).toEqual(["", "printed\n"]);
    expect(part("charts", shown[0]).textContent?.trim()).toBe("loss 0.5 at step 0");
  });
});
