import { afterAll, beforeAll, expect, test } from "vitest";
import { Consumer } from "../support/consumer.ts";

const DEFINED = `const ex = experiment("uncaught").config({ a: 1 });
ex.main(({ a, _run }) => _run.logScalar("loss", "text"));
`;
const MODULE = `import { experiment } from "sacred-ts";\n${DEFINED}`;
const COMMON_JS = `const { experiment } = require("sacred-ts");\n${DEFINED}`;

let consumer: Consumer;
beforeAll(() => {
  consumer = new Consumer({
    "added.js": `${MODULE}await ex.run({ configUpdates: { lr: 1 } });`,
    "added.cjs": `${COMMON_JS}ex.run({ configUpdates: { lr: 1 } });`,
    "resolve.js": `${MODULE}await ex.resolveConfig({ namedConfigs: ["big"] });`,
    "option.js": `${MODULE}await ex.run({ configUpdate: {} });`,
    "inside.js": `${MODULE}await ex.run();`,
  });
});
afterAll(() => consumer.remove());

test.for([
  ["added.js", "ConfigAddedError: Added new config entry", "added.js:4:"],
  ["added.cjs", "ConfigAddedError: Added new config entry", "added.cjs:4:"],
  ["resolve.js", 'NamedConfigNotFoundError: Named config not found: "big"', "resolve.js:4:"],
  ["option.js", 'Did you mean "configUpdates"?', "option.js:4:"],
  ["inside.js", "loss", "inside.js:3:"],
] as const)(
  "an error that nobody catches is shown with the program's lines alone: %s",
  async ([file, message, place]) => {
    const { code, stderr } = await consumer.run(file);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(place);
    expect(stderr).not.toContain("/dist/node/");
  },
);
