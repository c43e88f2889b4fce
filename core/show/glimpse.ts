import type { MetricColumns } from "../metrics/metric-columns.ts";
import { applyBackspacesAndLinefeeds } from "../run/terminal-text.ts";
import { ThinnedSeries } from "./thinned-series.ts";

/** UTF-16 units of the output that are kept; up to twice as many for a while. */
const OUTPUT_UNITS = 1 << 16;

/** What is kept of a run for showing it: the end of its output and the course of its metrics, in bounded memory. */
export class Glimpse {
  readonly metrics: Map<string, ThinnedSeries> = new Map();
  /** how many units of the output are lost */
  lostUnits: number = 0;
  #output: string = "";
  /** looks for what has come meanwhile */
  #catchUp: () => void = () => undefined;

  addPoint(name: string, step: number, value: number): void {
    this.#seriesOf(name).add(step, value);
  }

  #seriesOf(name: string): ThinnedSeries {
    let series = this.metrics.get(name);
    if (series === undefined) this.metrics.set(name, (series = new ThinnedSeries()));
    return series;
  }

  addOutput(text: string): void {
    this.#output += text;
    if (this.#output.length <= 2 * OUTPUT_UNITS) return;
    const cut = this.#output.length - OUTPUT_UNITS;
    // At the start of a line, if there is one not far away.
    const lineBreak = this.#output.indexOf("\n", cut);
    const start = lineBreak < 0 ? cut : lineBreak + 1;
    this.lostUnits += start;
    this.#output = this.#output.slice(start);
  }

  /** Progress bars are shown as a terminal shows them. */
  get output(): string {
    return /[\r\b]/.test(this.#output) ? applyBackspacesAndLinefeeds(this.#output) : this.#output;
  }

  /** Keeps the points of a run from now on. */
  follow(columns: MetricColumns): void {
    const read = columns.reader();
    const addPoint = this.addPoint.bind(this);
    this.#catchUp = () => read(addPoint);
    // Code that holds the thread fills one chunk after the other: none has to wait.
    columns.subscribe({ chunk: this.#catchUp, name: () => undefined });
  }

  refresh(): void {
    this.#catchUp();
  }
}
