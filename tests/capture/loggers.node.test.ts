import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Consumer } from "../support/consumer.ts";

const PINO = pathToFileURL(createRequire(import.meta.url).resolve("pino")).href;
const LINES = 500;

const PROGRAM = `
import pino from ${JSON.stringify(PINO)};
import { experiment } from "sacred-ts";

const [destination, end] = process.argv.slice(2, 4);
process.argv.splice(2, 2);
const loggers = {
  usual: () => pino(),
  buffered: () => pino(pino.destination({ sync: false, minLength: 4096 })),
  synchronous: () => pino(pino.destination({ sync: true })),
  transport: () => pino(pino.transport({ target: "pino/file", options: { destination: 1 } })),
};
const ex = experiment("logged");
ex.logger = loggers[destination]();
ex.automain(function main({ _log }) {
  for (let line = 0; line < ${LINES}; line++) _log.info(\`line \${line}.\`);
  if (end === "fails") throw new Error("broken");
});
`;

let program: Consumer;
beforeAll(() => {
  program = new Consumer({ "logged.mjs": PROGRAM });
});
afterAll(() => program.remove());

test.skipIf(process.platform === "win32").each([
  ["usual", "completes"],
  ["usual", "fails"],
  ["buffered", "completes"],
  ["synchronous", "completes"],
  ["transport", "completes"],
])("what is logged to pino's %s destination is captured to the end of a run that %s", async (destination, end) => {
  const folder = `${destination}-${end}`;
  const { stdout } = await program.run("logged.mjs", destination, end, "-F", folder);
  const logged = (text: string): string[] => text.match(/line \d+\./g) ?? [];
  expect(logged(stdout)).toHaveLength(LINES);
  expect(logged(program.read(`${folder}/1/cout.txt`))).toEqual(logged(stdout));
});
