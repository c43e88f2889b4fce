import { chart } from "./chart.ts";
import { configTree } from "./config-tree.ts";
import { html, Markup } from "./markup.ts";
import type { RunFacts } from "./run-facts.ts";
import { duration, failureLines, failureText, resultText, shortNumber } from "./short-text.ts";
import { STYLE } from "./style.ts";

const MOST_CHARTS = 24;

/** Name, status, times, result, failure: what changes when the run begins and ends. */
export function runHead(run: RunFacts): Markup {
  const { id, name, command, status = "not started", startTime, stopTime, result, failTrace } = run;
  const time = startTime === undefined ? "" : duration(startTime, stopTime ?? new Date());
  return html`<p class="head">
      <b>${name}</b> <span>${command}${id === null ? "" : ` · run ${id}`}</span>
      <strong class="${kindOf(status)}">${status}</strong> <span>${time}</span>
    </p>
    ${result === null || result === undefined ? "" : html`<p class="result"><span>result</span> <code>${resultText(result)}</code></p>`}${
      failTrace === undefined
        ? ""
        : html`<p class="error">${failureText(failTrace)}</p>
            <pre class="failure">${failureLines(failTrace).join("\n")}</pre>`
    }`;
}

function kindOf(status: string): string {
  if (["COMPLETED", "FAILED"].includes(status)) return status.toLowerCase();
  return ["not started", "QUEUED", "STARTING", "RUNNING"].includes(status) ? "running" : "interrupted";
}

/** A chart for each metric whose course was kept, and what else is known of the others. */
export function runCharts({ glimpse, last }: Pick<RunFacts, "glimpse" | "last">): Markup {
  glimpse?.refresh();
  const kept = new Map([...(glimpse?.metrics ?? [])].slice(0, MOST_CHARTS));
  const others = last.filter(({ name }) => !kept.has(name));
  const items = others.map(
    ({ name, step, value }) => html`<li><b>${name}</b> ${shortNumber(value)} <span>at step ${step}</span></li>`,
  );
  return html`${Array.from(kept, ([name, series]) => chart(name, series))}${
    items.length === 0
      ? ""
      : html`<ul>
          ${items}
        </ul>`
  }`;
}

/** Empty until the run has begun, if it does so elsewhere. */
export function runConfig(run: Pick<RunFacts, "config" | "modifications">): Markup {
  return Object.keys(run.config).length === 0 ? html`` : configTree(run);
}

export function runOutput({ output, lostUnits }: Pick<RunFacts, "output" | "lostUnits">): string {
  return lostUnits === 0 ? output : `[${lostUnits} characters before this]\n${output}`;
}

export function runLabel({ name }: Pick<RunFacts, "name">): string {
  return `Run of ${name}`;
}

/** A run as one piece of HTML. The parts that change are marked; those without content are hidden. */
export function runHtml(run: RunFacts): Markup {
  const [config, charts, output] = [runConfig(run), runCharts(run), runOutput(run)];
  return html`<div class="sacred-run" role="group" aria-label="${runLabel(run)}">
    <div data-part="head">${runHead(run)}</div>
    <div class="columns">
      <details open class="config" data-of="config" ${hiddenIf(config.text === "")}>
        <summary>Configuration</summary>
        <div data-part="config">${config}</div>
      </details>
      <details open data-of="charts" ${hiddenIf(charts.text === "")}>
        <summary>Metrics</summary>
        <div class="charts" data-part="charts">${charts}</div>
      </details>
    </div>
    <details open data-of="output" ${hiddenIf(output === "")}>
      <summary>Output</summary>
      <pre data-part="output" tabindex="0" aria-label="Output">${output}</pre>
    </details>
  </div>`;
}

function hiddenIf(isHidden: boolean): Markup {
  return isHidden ? html` hidden` : html``;
}

/** The same with its style, for places that show HTML text: notebooks of other makers. */
export function runDocument(run: RunFacts): string {
  return html`<style>
      ${new Markup(STYLE)}</style
    >${runHtml(run)}`.text;
}
