import JSON5 from "json5";

/**
 * Reads JSON as Python's json writes it: NaN and the infinities may stand bare. They are rare, so that the platform's
 * own parser is asked first.
 *
 * @throws {SyntaxError} if the text is cut short or no JSON at all
 */
export function readPythonJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return readJson5(text);
  }
}

/** The file is one of JSON, whatever reads it. */
function readJson5(text: string): unknown {
  try {
    return JSON5.parse(text);
  } catch (cause) {
    throw new SyntaxError(String(cause).replace(/^SyntaxError: JSON5: /, ""), { cause });
  }
}
