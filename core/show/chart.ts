import { html, type Markup } from "./markup.ts";
import { shortNumber } from "./short-text.ts";
import type { ThinnedSeries } from "./thinned-series.ts";
import { ticks } from "./ticks.ts";

const WIDTH = 340;
const HEIGHT = 150;
const [RIGHT, TOP, BOTTOM] = [332, 8, 130];
/** Of a label, at most: its font is up to the page. */
const DIGIT_WIDTH = 6;

/** The course of a metric as SVG, in the colour of the text around it and `--line`. */
export function chart(name: string, series: ThinnedSeries): Markup {
  const { points, count, lastValue, lastStep } = series;
  const [lowStep, highStep] = range(points.map(({ step }) => step));
  const [low, high] = range(points.map(({ value }) => value));
  const rows = ticks(low, high, 3).map((value) => ({ value, text: shortNumber(value) }));
  const left = 8 + DIGIT_WIDTH * rows.reduce((most, { text }) => Math.max(most, text.length), 0);
  const x = scale(lowStep, highStep, left, RIGHT);
  const y = scale(low, high, BOTTOM, TOP);
  const line = points.map(({ step, value }) => `${x(step)},${y(value)}`).join(" ");
  const last = points.at(-1);
  const label = `${name}: ${count} points, last ${shortNumber(lastValue)} at step ${shortNumber(lastStep)}${points.length === 0 ? "" : `, from ${shortNumber(low)} to ${shortNumber(high)}`}`;
  return html`<figure>
    <figcaption><b>${name}</b> <output>${shortNumber(lastValue)}</output></figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
      ${rows.map(({ value, text }) => html`<path class="grid" d="M${left} ${y(value)}H${RIGHT}" /><text x="${left - 5}" y="${y(value)}" dy=".35em" text-anchor="end">${text}</text>`)}${ticks(lowStep, highStep, 4).map((step) => html`<text x="${x(step)}" y="${HEIGHT - 5}" text-anchor="middle">${shortNumber(step)}</text>`)}
      <polyline points="${line}" />
      ${last === undefined ? "" : html`<circle cx="${x(last.step)}" cy="${y(last.value)}" r="2.5" />`}
    </svg>
  </figure>`;
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
