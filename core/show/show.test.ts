import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSacred } from "../index.ts";
import { memoryHost } from "../../tests/support/memory-host.ts";
import { Run } from "../run/run.ts";
import { chart } from "./chart.ts";
import { displayOf } from "./display.ts";
import { Glimpse } from "./glimpse.ts";
import { ThinnedSeries } from "./thinned-series.ts";
import { ticks } from "./ticks.ts";

const { Experiment } = createSacred(memoryHost());
const QUIET = { loglevel: "CRITICAL" };

/** The typed run is a run. */
function htmlOf(run: object): string {
  if (!(run instanceof Run)) throw new Error("This is no run.");
  return displayOf(run)["text/html"];
}

function notebook(config: object = { lr: 0.1 }): InstanceType<typeof Experiment> {
  const ex = new Experiment("svm", { interactive: true });
  ex.addConfig(config);
  return ex;
}

function seriesOf(values: readonly number[], stepOf = (at: number): number => at): ThinnedSeries {
  const series = new ThinnedSeries();
  values.forEach((value, at) => series.add(stepOf(at), value));
  return series;
}

describe("a series of bounded length", () => {
  test("keeps all points as long as they are few", () => {
    const series = new ThinnedSeries();
    [3, 1, 2].forEach((value, step) => series.add(step, value));
    expect(series.points.map(({ step, value }) => [step, value])).toEqual([
      [0, 3],
      [1, 1],
      [2, 2],
    ]);
  });

  test("loses neither the extremes nor the last point, nor the order", () => {
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 6000 });
    fc.assert(
      fc.property(numbers, (values) => {
        const series = new ThinnedSeries();
        values.forEach((value, step) => series.add(step, value));
        const kept = series.points.map(({ value }) => value);
        expect(kept.length).toBeLessThanOrEqual(1030);
        expect(Math.min(...kept)).toBe(Math.min(...values));
        expect(Math.max(...kept)).toBe(Math.max(...values));
        expect([kept[0], kept.at(-1)]).toEqual([values[0], values.at(-1)]);
        const steps = series.points.map(({ step }) => step);
        expect(steps).toEqual(steps.toSorted((a, b) => a - b));
        expect(series.points.every(({ step, value }) => values[step] === value)).toBe(true);
        expect(series.count).toBe(values.length);
      }),
      { numRuns: 60 },
    );
  });

  test("has a million points in about a thousand", () => {
    const series = new ThinnedSeries();
    for (let step = 0; step < 1e6; step++) series.add(step, step === 123_456 ? 9 : Math.sin(step / 1e4));
    expect(series.points.length).toBeLessThanOrEqual(1030);
    expect(series.points.length).toBeGreaterThan(200);
    expect(series.points).toContainEqual({ step: 123_456, value: 9, index: 123_456 });
  });

  test("keeps and counts what can't be drawn, and leaves out what has no step", () => {
    const series = seriesOf([1, Number.NaN, Infinity, -Infinity]);
    series.add(Number.NaN, 2);
    expect(series.points.map(({ value }) => value)).toEqual([1, Number.NaN, Infinity, -Infinity]);
    expect([series.count, series.gaps, series.lastValue]).toEqual([5, 3, 2]);
  });

  test("loses no gap, wherever it is, and stays short however many there are", () => {
    const odd = fc.constantFrom(Number.NaN, Infinity, -Infinity);
    const gaps = fc.array(fc.tuple(fc.nat(49_999), odd), { maxLength: 40 });
    fc.assert(
      fc.property(gaps, fc.boolean(), (placed, isDense) => {
        const values = Array.from({ length: 50_000 }, (_, at) => (isDense && at % 3 > 0 ? Number.NaN : at % 977));
        for (const [at, value] of placed) values[at] = value;
        const { points } = seriesOf(values);
        expect(points.length).toBeLessThanOrEqual(1030);
        expect(points.every(({ step, value }) => Object.is(values[step], value))).toBe(true);
        // Of each kind there is one in the neighbourhood, which is less than a pixel of a chart.
        for (const [at] of placed)
          expect(points.some(({ step, value }) => Object.is(value, values[at]) && Math.abs(step - at) < 1024)).toBe(
            true,
          );
      }),
      { numRuns: 30 },
    );
  });
});

describe("a chart", () => {
  /** What is drawn: the line, dots, and the marks of each kind. */
  function drawn(values: readonly number[], stepOf?: (at: number) => number) {
    const { text } = chart("loss", seriesOf(values, stepOf));
    expect(text).not.toMatch(/(?:d|x|y|cx|cy)="[^"]*(?:NaN|Infinity)/);
    const path = (name: string): string => new RegExp(`class="${name}" d="([^"]*)"`).exec(text)?.[1] ?? "";
    const marks = [...text.matchAll(/class="gap" d="([^"]*)"\s*><title>([^<]*)/g)].map(([, d, kind]) => [
      kind,
      (d ?? "").split("M").length - 1,
    ]);
    const pieces = path("line")
      .split("M")
      .slice(1)
      .map((piece) => piece.split("L").length);
    const label = /aria-label="([^"]*)"/.exec(text)?.[1];
    return { pieces, dots: text.split("<circle").length - 1, marks, label, text };
  }

  test.each<[string, number[], object]>([
    [
      "a gap where there is no number",
      [1, 0.9, Number.NaN, Number.NaN, 0.7, 0.6],
      { pieces: [2, 2], dots: 1, marks: [["NaN", 2]] },
    ],
    [
      "a point between two gaps",
      [1, 2, Number.NaN, 3, Infinity, 4, 5],
      {
        pieces: [2, 1, 2],
        dots: 2,
        marks: [
          ["NaN", 1],
          ["Infinity", 1],
        ],
      },
    ],
    [
      "infinities at their ends of the axis",
      [1, Infinity, -Infinity, 2],
      {
        pieces: [1, 1],
        dots: 2,
        marks: [
          ["Infinity", 1],
          ["-Infinity", 1],
        ],
      },
    ],
    ["gaps at both ends", [Number.NaN, 1, 2, Number.NaN], { pieces: [2], dots: 0, marks: [["NaN", 2]] }],
    ["nothing but gaps", [Number.NaN, Number.NaN], { pieces: [], dots: 0, marks: [["NaN", 2]] }],
    ["one point", [3], { pieces: [1], dots: 1, marks: [] }],
    ["one gap", [Number.NaN], { pieces: [], marks: [["NaN", 1]] }],
    ["equal values", [2, 2, 2], { pieces: [3], marks: [] }],
    ["nothing", [], { pieces: [], dots: 0, marks: [] }],
  ])("has %s", (_what, values, expected) => expect(drawn(values)).toMatchObject(expected));

  test("says how many values aren't finite", () => {
    const { label, text } = drawn([1, 0.5, Number.NaN, Infinity]);
    expect(label).toBe("loss: 4 points, 2 not finite, last Infinity at step 3, from 0.5 to 1");
    expect(text).toContain("<span>2 not finite</span>");
    expect(drawn([Number.NaN]).label).toBe("loss: 1 points, 1 not finite, last NaN at step 0");
    expect(drawn([1]).text).not.toContain("finite");
  });

  test("follows steps that go back, gaps included", () => {
    const { pieces, text } = drawn([1, 2, Number.NaN, 3, 4], (at) => [0, 1, 2, 0, 1][at] ?? 0);
    expect(pieces).toEqual([2, 2]);
    const [, first, second] = /class="line" d="M([\d.]+),[^M]*M([\d.]+),/.exec(text) ?? [];
    expect(first).toBe(second);
  });

  test("shows gaps of a long series, and stays small when there are many", () => {
    const values = Array.from({ length: 200_000 }, (_, at) => (at === 77_777 ? Number.NaN : Math.sin(at / 5000)));
    expect(drawn(values)).toMatchObject({ marks: [["NaN", 1]], pieces: [expect.any(Number), expect.any(Number)] });
    const { text, marks } = drawn(values.map((value, at) => (at % 2 > 0 ? value : Number.NaN)));
    expect(Number(marks[0]?.[1])).toBeGreaterThan(100);
    expect(text.length).toBeLessThan(60_000);
  });
});

test("ticks are round numbers inside of the range, and not many", () => {
  expect(ticks(0, 1, 4)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1].map((tick) => expect.closeTo(tick)));
  expect(ticks(0, 99_999, 4)).toEqual([0, 20_000, 40_000, 60_000, 80_000]);
  expect(ticks(3, 3, 4)).toEqual([3]);
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(finite, finite, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const found = ticks(low, high, 4);
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThanOrEqual(9);
      for (const tick of found) expect(tick >= low && tick <= high).toBe(true);
    }),
  );
});

test("of a long output the end is kept, from the start of a line, and how much is lost", () => {
  const glimpse = new Glimpse();
  let text = "";
  for (let line = 0; line < 50_000; line++) {
    glimpse.addOutput(`line ${line}\n`);
    text += `line ${line}\n`;
  }
  expect(glimpse.output.length).toBeLessThan(140_000);
  expect(glimpse.output).toMatch(/^line \d+\n/);
  expect(text.slice(glimpse.lostUnits)).toBe(glimpse.output);
});

test("progress bars are shown as a terminal shows them", () => {
  const glimpse = new Glimpse();
  glimpse.addOutput("10 %\r20 %\r");
  glimpse.addOutput("30 %\ndone\n");
  expect(glimpse.output).toBe("30 %\ndone\n");
});

describe("a run as text", () => {
  test("says what it is, what came out, and the last points", async () => {
    const ex = notebook();
    ex.main(({ _run }: { _run: Run }) => {
      _run.logScalar("loss", 1 / 3, 7);
      return "fine";
    });
    const { run, finished } = ex.start({ options: QUIET });
    expect(String(run)).toBe("A run of svm (main): not started");
    await finished;
    run.id = 3;
    expect(String(run)).toMatch(
      /^Run 3 of svm \(main\): COMPLETED after [\d.]+ s\n {2}result: fine\n {2}loss: 0.333333 at step 7$/,
    );
  });

  test("that has failed says why", async () => {
    const ex = notebook();
    ex.main(() => {
      throw new TypeError("no such kernel\nnor will there be", { cause: new RangeError("no such key") });
    });
    const { run, finished } = ex.start({ options: QUIET });
    await finished.catch(() => undefined);
    expect(String(run)).toMatch(
      /^A run of svm \(main\): FAILED after [\d.e-]+ s\n {2}TypeError: no such kernel\n {2}nor will there be$/,
    );
  });

  test("reads no more of a large result than it shows", async () => {
    let reads = 0;
    const items = new Proxy(Array<number>(1e6).fill(7), {
      get(target, key) {
        reads++;
        return Reflect.get(target, key);
      },
    });
    const ex = notebook();
    ex.main(() => ({ items, after: 1 }));
    const { run, finished } = ex.start({ options: QUIET });
    await finished;
    reads = 0;
    expect(String(run)).toMatch(/result: \{"items":\[(?:7,){90,100}7? …$/);
    expect(reads).toBeLessThan(10_000);
  });

  test.each<[string, unknown]>([
    ["[1,2,[3,[]]]", [1, 2, [3, []]]],
    ['{"a":{"b":null},"c":["x y"]}', { a: { b: null }, c: ["x y"] }],
    ["[1.5,2]", new Float64Array([1.5, 2])],
    ['{"k":[1]}', new Map([["k", new Set([1])]])],
    ['"2026-01-02T03:04:05.000Z"', new Date("2026-01-02T03:04:05Z")],
  ])("has a small result whole: %s", async (text, result) => {
    const ex = notebook();
    ex.main(() => result);
    expect(String(await ex.run({ options: QUIET }))).toContain(`result: ${text}`);
  });

  test("names a last value that is no finite number", async () => {
    const ex = notebook();
    ex.main(({ _run }: { _run: Run }) => {
      for (const value of [1, Number.NaN]) _run.logScalar("loss", value);
      _run.logScalar("speed", -Infinity);
    });
    const text = String(await ex.run({ options: QUIET }));
    expect(text).toMatch(/\n {2}loss: NaN at step 1\n {2}speed: -Infinity at step 0$/);
  });

  test("of many metrics shows some", async () => {
    const ex = notebook();
    ex.main(({ _run }: { _run: Run }) => {
      for (let metric = 0; metric < 20; metric++) _run.logScalar(`m${metric}`, metric / 3);
      return [1, 2];
    });
    const text = String(await ex.run({ options: QUIET }));
    expect(text).toContain("result: [1,2]\n  m0: 0 at step 0\n  m1: 0.333333 at step 0\n");
    expect(text.endsWith("… and 8 more metrics")).toBe(true);
  });
});

describe("a run as HTML", () => {
  test("has what it was given as text, never as markup", async () => {
    const evil = `<img src=x onerror="alert(1)">&'`;
    const ex = notebook({ "<img src>": { inner: evil }, list: [evil] });
    ex.main(({ _run }: { _run: Run }) => {
      _run.logScalar(evil, 1);
      _run.result = evil;
      throw new Error(evil);
    });
    const { run, finished } = ex.start({ options: QUIET });
    await finished.catch(() => undefined);
    const html = htmlOf(run);
    expect(html.match(/&#60;img src=x/g)?.length).toBeGreaterThanOrEqual(5);
    expect(html).toContain("<b>&#60;img src&#62;</b>");
    expect(html).not.toContain("<img");
    expect(html).not.toContain('"alert');
  });

  test("marks changed entries, and stops somewhere", async () => {
    const ex = notebook({
      lr: 0.1,
      foo: { a: 1, b: 2 },
      long: Object.fromEntries(Array.from({ length: 700 }, (_, index) => [`k${index}`, index])),
    });
    ex.main(() => 1);
    const run = await ex.run({ configUpdates: { foo: { a: 5 }, lr: "none" }, options: QUIET });
    const html = htmlOf(run);
    expect(html).toContain('<b>lr</b> <code>&#34;none&#34;</code> <em class="typechanged">typechanged</em>');
    expect(html).toContain('<b>a</b> <code>5</code> <em class="modified">modified</em>');
    expect(html).toMatch(/… and 2\d\d more/);
  });

  test("draws each metric of an interactive run, and only names those of others", async () => {
    for (const interactive of [true, false]) {
      const ex = new Experiment("svm", { interactive });
      ex.main(({ _run }: { _run: Run }) => {
        for (let step = 0; step < 10_000; step++) _run.logScalar("loss", 1 / (step + 1), step);
      });
      const run = await ex.run({ options: QUIET });
      const html = htmlOf(run);
      expect(html.includes("<svg")).toBe(interactive);
      expect(html).toContain(
        interactive
          ? 'aria-label="loss: 10000 points, last 0.0001 at step 9999, from 0.0001 to 1"'
          : "<b>loss</b> 0.0001 <span>at step 9999</span>",
      );
    }
  });
});
