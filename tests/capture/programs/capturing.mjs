import { writeFileSync } from "node:fs";
import { experiment } from "sacred-ts";

/** The file that the test reads. */
export const ANSWER = process.argv[2];
export const ARGS = process.argv.slice(3);

/** An experiment whose runs say nothing of their own. */
export function quietly(main) {
  const ex = experiment("quiet");
  ex.main(main);
  return (options = {}) => ex.run({ options: { loglevel: "ERROR", unobserved: true, capture: "fd", ...options } });
}

/** Looks again and again until there is something to be seen. */
export async function until(look) {
  while (!look()) await new Promise((resolve) => setTimeout(resolve, 5));
}

export function answer(value) {
  writeFileSync(ANSWER, typeof value === "string" ? value : JSON.stringify(value));
}
