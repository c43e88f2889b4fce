import { ConfigValueError } from "../../core/errors/index.ts";
import { joinPath } from "../../core/config/join-path.ts";
import type { Value } from "../../core/values.ts";
import { messageOf } from "../../core/errors/thrown.ts";
import { type ConfigFormat, invalidFile, type TextPlace } from "./format.ts";
import { decodeText } from "./text.ts";
import { loadPackage } from "../load-package.ts";

const load = (): typeof import("smol-toml") => loadPackage("smol-toml") as typeof import("smol-toml");

/** TOML 1.1 (https://toml.io). Dates and times become ISO text, integers that a double can't hold text. */
export const TOML_FORMAT: ConfigFormat = {
  name: "TOML",
  read(bytes, file) {
    const text = decodeText(bytes, file, this.name);
    try {
      return load().parse(text, { integersAsBigInt: "asNeeded" });
    } catch (cause) {
      // Without the cause, whose message goes on with the lines around the place.
      throw invalidFile(file, this.name, firstLine(messageOf(cause)), placeOf(cause));
    }
  },
  write(config) {
    refuseNull(config, "");
    return load().stringify(config);
  },
};

/** smol-toml would leave them out in tables, without a word. */
function refuseNull(value: Value, path: string): void {
  if (value === null) {
    throw new ConfigValueError(
      `The entry "${path}" is null, which TOML can't say. Save the configuration as .json, .json5, .yaml or .pickle.`,
      { conflictingConfigs: [path] },
    );
  }
  if (typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) refuseNull(inner, joinPath(path, key));
}

/** The lines after it show the place, which is said already. */
function firstLine(message: string): string {
  return (message.split("\n", 1)[0] ?? "").replace(/^Invalid TOML document: /, "");
}

function placeOf(error: unknown): TextPlace | undefined {
  if (!(error instanceof Error) || !("line" in error) || !("column" in error)) return undefined;
  return { line: Number(error.line), column: Number(error.column) };
}
