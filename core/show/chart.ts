import { html, type Markup } from "./markup.ts";
import { shortNumber } from "./short-text.ts";
import type { Point, ThinnedSeries } from "./thinned-series.ts";
import { ticks } from "./ticks.ts";

const WIDTH = 340;
const HEIGHT = 150;
const [RIGHT, TOP, BOTTOM] = [332, 8, 130];
/** Of a label, at most: its font is up to the page. */
const DIGIT_WIDTH = 6;

/** What stands where a value can't be drawn: a cross, or an arrow to where it would be. */
const MARKS: readonly (readonly [value: number, y: number, path: string])[] = [
  [Number.NaN, BOTTOM, "m-3-3l6,6m0-6l-6,6"],
  [Infinity, TOP, "m-3,3l3-5l3,5z"],
  [-Infinity, BOTTOM, "m-3-3l3,5l3-5z"],
];

/** The course of a metric as SVG, in the colour of the text around it and `--line`. */
export function chart(name: string, series: ThinnedSeries): Markup {
  const { points, count, gaps, lastValue, lastStep } = series;
  const [lowStep, highStep] = range(points.map(({ step }) => step));
  const values = points.filter(isDrawn).map(({ value }) => value);
  const [low, high] = range(values);
  const rows = (values.length === 0 ? [] : ticks(low, high, 3)).map((value) => ({ value, text: shortNumber(value) }));
  const left = 8 + DIGIT_WIDTH * rows.reduce((most, { text }) => Math.max(most, text.length), 0);
  const x = scale(lowStep, highStep, left, RIGHT);
  const y = scale(low, high, BOTTOM, TOP);
  const place = ({ step, value }: Point): string => `${x(step)},${y(value)}`;
  const notFinite = gaps === 0 ? "" : `${gaps} not finite`;
  const label = `${name}: ${count} points, ${notFinite && `${notFinite}, `}last ${shortNumber(lastValue)} at step ${shortNumber(lastStep)}${values.length === 0 ? "" : `, from ${shortNumber(low)} to ${shortNumber(high)}`}`;
  return html`<figure>
    <figcaption><b>${name}</b> <span>${notFinite}</span> <output>${shortNumber(lastValue)}</output></figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
      ${rows.map(({ value, text }) => html`<path class="grid" d="M${left} ${y(value)}H${RIGHT}" /><text x="${left - 5}" y="${y(value)}" dy=".35em" text-anchor="end">${text}</text>`)}${ticks(lowStep, highStep, 4).map((step) => html`<text x="${x(step)}" y="${HEIGHT - 5}" text-anchor="middle">${shortNumber(step)}</text>`)}
      <path class="line" d="${line(points, place)}" />
      ${MARKS.map((mark) => gapMarks(points, x, mark))}
      ${points.filter(isDot).map((point) => html`<circle cx="${x(point.step)}" cy="${y(point.value)}" r="2" />`)}
    </svg>
  </figure>`;
}

/** Is there a point, and is its value one that has a place? */
function isDrawn(point: Point | undefined): point is Point {
  return Number.isFinite(point?.value);
}

/** Broken where a value can't be drawn. */
function line(points: readonly Point[], place: (point: Point) => string): string {
  return points
    .map((point, at) => (isDrawn(point) ? `${isDrawn(points[at - 1]) ? "L" : "M"}${place(point)}` : ""))
    .join("");
}

/** The last point, and those between two gaps, of which a line shows nothing. */
function isDot(point: Point, at: number, points: readonly Point[]): boolean {
  return isDrawn(point) && !isDrawn(points[at + 1]) && (!isDrawn(points[at - 1]) || at === points.length - 1);
}

function gapMarks(
  points: readonly Point[],
  x: (step: number) => number,
  [value, y, path]: (typeof MARKS)[number],
): Markup {
  const places = new Set(points.filter((point) => Object.is(point.value, value)).map(({ step }) => x(step)));
  if (places.size === 0) return html``;
  return html`<path class="gap" d="${Array.from(places, (at) => `M${at},${y}${path}`).join("")}"
    ><title>${value}</title></path
  >`;
}

function range(numbers: readonly number[]): [low: number, high: number] {
  if (numbers.length === 0) return [0, 0];
  return [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))];
}

/** From numbers to places, to a tenth of a pixel; a range of one number is in the middle. */
function scale(low: number, high: number, from: number, to: number): (value: number) => number {
  // Halves: the difference of huge numbers would be infinite.
  const extent = high / 2 - low / 2;
  return (value) => {
    const part = extent > 0 ? (value / 2 - low / 2) / extent : 0.5;
    return Math.round(10 * (from + part * (to - from))) / 10;
  };
}
