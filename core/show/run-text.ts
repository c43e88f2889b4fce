import type { RunFacts } from "./run-facts.ts";
import { duration, failureText, resultText, shortNumber } from "./short-text.ts";

const MOST_METRICS = 12;

/** A run in a few lines, as a prompt or a notebook prints it. */
export function runText(run: RunFacts): string {
  const lines = [headline(run)];
  if (run.failTrace !== undefined) lines.push(failureText(run.failTrace).replaceAll("\n", "\n  "));
  if (run.result !== null && run.result !== undefined) lines.push(`result: ${resultText(run.result)}`);
  for (const { name, step, value } of run.last.slice(0, MOST_METRICS))
    lines.push(`${name}: ${shortNumber(value)} at step ${step}`);
  if (run.last.length > MOST_METRICS) lines.push(`… and ${run.last.length - MOST_METRICS} more metrics`);
  return lines.join("\n  ");
}

/** `Run 3 of svm (main): COMPLETED after 2.1 s` */
function headline({ id, name, command, status, startTime, stopTime }: RunFacts): string {
  const which = id === null ? "A run" : `Run ${id}`;
  const time =
    startTime === undefined
      ? ""
      : ` ${stopTime === undefined ? "for" : "after"} ${duration(startTime, stopTime ?? new Date())}`;
  return `${which} of ${name} (${command}): ${status ?? "not started"}${time}`;
}
