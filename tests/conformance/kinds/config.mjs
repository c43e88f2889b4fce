import { compareError } from "../compare/errors.mjs";
import { difference } from "../compare/values.mjs";
import { queueRun } from "./session.mjs";

/** config.json: a whole configuration process. Of Sacred's quirks we take the repaired form, in all cases. */
export async function config(testCase) {
  const expected = testCase.expect_fixed ?? testCase.expect;
  const { module, run, error, stage, log } = await queueRun(testCase.spec, testCase.run);
  if (expected.error !== undefined) return compareError(expected.error, error, stage);
  if (error !== undefined) return `failed at the ${stage}: ${error.stack}`;
  const { added, modified, typechanged, docs } = run.configModifications;
  return (
    difference("config", run.config, expected.config) ??
    difference("added", [...added].sort(), expected.added) ??
    difference("modified", [...modified].sort(), expected.modified) ??
    difference("typechanged", Object.fromEntries(typechanged), expected.typechanged) ??
    difference("docs", Object.fromEntries(docs), expected.docs) ??
    difference("captured", capturedConfigs(module), expected.captured) ??
    difference(
      "log",
      log.map(({ level, logger, text }) => [level, logger, text]),
      expected.log.map((line) => [line.level, line.logger, line.text_js ?? line.text]),
    )
  );
}

/** What each captured function is filled from. */
function capturedConfigs({ functions, calls }) {
  return functions.map(([ingredient, name, captured]) => {
    let seen;
    calls.handler = (_ingredient, _name, { _config }) => void (seen = _config);
    captured();
    return { ingredient, function: name, config: seen };
  });
}
